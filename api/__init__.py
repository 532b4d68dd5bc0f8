"""How the product is reached: composition root, GraphQL over HTTP and WebSocket, alerts, Bloom, command line.

No rule stands here: resolvers and commands parse, call one function of a lower package, and present. Start reading at
`api.bootstrap`.
"""

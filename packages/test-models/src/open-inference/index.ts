export { type Declaration, serve, type ServedModel, type WireTensor } from "./served.ts"
export { type Answer, reply, type ServerOptions, startServer, type TestServer } from "./server.ts"

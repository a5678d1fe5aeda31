import type { Socket } from "node:net"
import { isPamiError } from "@pami/core"
import type { FastifyError, FastifyReply } from "fastify"
import { ServeError, statusOf } from "./codes.ts"
import type { CodedError } from "./codes.ts"

// Seconds after which a client should retry.
const retryAfter = 5

/** Answers with the code and the message of an error, and the status of the code. */
export function answerError(reply: FastifyReply, error: CodedError): FastifyReply {
  const status = statusOf(error.code)
  if (status === 503) void reply.header("retry-after", retryAfter)
  if (status === 401) void reply.header("www-authenticate", "Bearer")
  return reply.status(status).send(errorBody(error))
}

/** Answers a request that is not HTTP, and ends its connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable) {
    const message = `the request cannot be read: ${connectionProblems[error.code ?? ""] ?? "it is not HTTP"}`
    const body = JSON.stringify(errorBody({ code: "REQUEST_INVALID", message }))
    socket.write(
      "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n" +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    )
  }
  socket.destroy(error)
}

const connectionProblems: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "it took too long to arrive",
  HPE_HEADER_OVERFLOW: "its headers are too long",
}

/** Returns an error as clients see it. */
export function errorBody({ code, message }: CodedError) {
  return { error: { code, message } }
}

/** Returns the code and the message of an error, which may come from the server's libraries. */
export function codedError(error: FastifyError | ServeError, largestFile: number): CodedError {
  if (error instanceof ServeError) return error
  // Of the files of a model.
  if (isPamiError(error)) return error
  const { statusCode = 500, message } = error
  if (statusCode === 413)
    return { code: "BODY_TOO_LARGE", message: `a file of at most ${largestFile} bytes is taken` }
  if (statusCode < 500) return { code: "REQUEST_INVALID", message }
  console.error(error)
  return { code: "INTERNAL", message: "the server failed on this request" }
}

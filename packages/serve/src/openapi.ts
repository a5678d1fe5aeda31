import { version } from "@pami/core"
import { toJsonSchema } from "@valibot/to-json-schema"
import { bodySchema } from "./request/read-request.ts"
import { formats } from "./worker/messages.ts"

/**
 * Returns the description of the interface, as OpenAPI 3.1.
 *
 * @param hasFiles whether the files of the models are served
 */
export function openApi(models: readonly string[], hasFiles: boolean): object {
  // Checks in JavaScript have no counterpart; the server makes them.
  const { $schema: _, ...body } = toJsonSchema(bodySchema, { errorMode: "ignore" })
  const error = {
    description: "An error: its code stays the same, its message says what to do.",
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["error"],
          properties: {
            error: {
              type: "object",
              required: ["code", "message"],
              properties: { code: { type: "string" }, message: { type: "string" } },
            },
          },
        },
      },
    },
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "PAMI",
      version,
      description:
        "Why did the model decide so? Importance maps from the outputs of the models of one folder.",
    },
    security: [{}, { token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    paths: {
      "/v1/explain": {
        post: {
          summary: "Explains the prediction for an input.",
          parameters: [
            {
              name: "format",
              in: "query",
              description:
                "The answer: numbers, a figure, a page of coloured text, the saved explanation, or events.",
              schema: { enum: [...formats, "events"], default: "json" },
            },
          ],
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: body },
              "multipart/form-data": {
                schema: {
                  type: "object",
                  properties: {
                    input: { type: "string", format: "binary" },
                    model: { enum: models },
                    text: { type: "string" },
                    texts: { type: "string", description: "JSON: several texts by name." },
                    options: { type: "string", description: "JSON, as the options of the body in JSON." },
                  },
                },
              },
            },
          },
          responses: {
            200: {
              description: "The explanation.",
              content: {
                "application/json": {},
                "image/png": {},
                "image/svg+xml": {},
                "text/html": {},
                "application/zip": {},
                "text/event-stream": {},
              },
            },
            default: error,
          },
        },
      },
      "/v1/models": {
        get: {
          summary: "Lists the models.",
          responses: { 200: { description: "Their names." }, default: error },
        },
      },
      ...(hasFiles ? filesOfModels(models, error) : {}),
      "/health": {
        get: {
          summary: "Says that the server answers.",
          security: [],
          responses: {
            200: { description: "The explanations that are active, and those of them that wait." },
          },
        },
      },
      "/metrics": {
        get: {
          summary: "Measurements for Prometheus.",
          responses: { 200: { description: "The measurements, as text." }, default: error },
        },
      },
    },
  }
}

function filesOfModels(models: readonly string[], error: object): object {
  const name = { name: "name", in: "path", required: true, schema: { enum: models } }
  const path = { name: "path", in: "path", required: true, schema: { type: "string" } }
  return {
    "/v1/models/{name}/files": {
      get: {
        summary: "Lists the files of a model.",
        parameters: [name],
        responses: { 200: { description: "Their paths and their sizes in bytes." }, default: error },
      },
    },
    "/v1/models/{name}/files/{path}": {
      get: {
        summary: "Returns a file of a model. Its path may have several parts.",
        parameters: [name, path],
        responses: {
          200: { description: "The file.", content: { "application/octet-stream": {} } },
          default: error,
        },
      },
    },
  }
}

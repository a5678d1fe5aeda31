import { variable } from "@pami/backend-kit/server"
import type { BackendFixtures } from "@pami/core"

/** Variable of the environment with a server that has the models of the conformance suite: `http://localhost:8000/v2`. */
export const serverVariable = "OPEN_INFERENCE_SERVER"

/** Models of the conformance suite on a server, each under its name in the suite, with `-` for `/`. */
export const fixtures: BackendFixtures = {
  source: (name) => addressOn(variable(serverVariable), name),
  missing:
    addressOn(variable(serverVariable), "no-such-model") ?? "http://localhost:8000/v2/models/no-such-model",
}

function addressOn(server: string | undefined, name: string): string | undefined {
  return server && `${server.replace(/\/+$/, "")}/models/${name.replaceAll("/", "-")}`
}

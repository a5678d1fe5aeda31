import { conformance } from "@pami/conformance"
import { test } from "vitest"
import { onnxruntimeWeb } from "../src/index.ts"
import { digests } from "../test/maps.ts"

const memory = "checked in Node: Chromium waits a minute for the runtime's sleeping threads before it tells"

conformance(test, () => ({ ...onnxruntimeWeb(), exemptions: { memory } }), { digests })

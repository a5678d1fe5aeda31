import { conformance } from "@pami/conformance"
import { test } from "vitest"
import { onnxruntimeWeb } from "./index.ts"
import { digests } from "../test/maps.ts"

conformance(test, () => onnxruntimeWeb(), { digests })

import { conformance } from "@pami/conformance"
import { test } from "vitest"
import { onnxruntimeWeb } from "../src/index.ts"
import { digests } from "../test/maps.ts"

// Two workers of one thread each: Chromium waits a minute for threads that sleep before it tells how much memory is used.
conformance(test, () => onnxruntimeWeb({ threads: 2 }), { digests })

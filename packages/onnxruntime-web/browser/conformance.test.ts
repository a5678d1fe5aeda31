import { inPages } from "@pami/browser-tests/slow-devices"
import { conformance } from "@pami/conformance"
import { test } from "vitest"
import { onnxruntimeWeb } from "../src/index.ts"
import { digests } from "../test/maps.ts"

// Two workers of one thread each: Chromium waits a minute for sleeping threads before it measures memory.
conformance(test, () => ({ ...onnxruntimeWeb({ threads: 2 }), exemptions: inPages }), { digests })

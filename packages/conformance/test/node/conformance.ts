import { test } from "node:test"
import { conformance, referenceBackend } from "../../src/index.ts"

conformance(test, referenceBackend)

import { test } from "vitest"
import { conformance, referenceBackend } from "../src/index.ts"

conformance(test, referenceBackend)

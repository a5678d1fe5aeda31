import { test } from "node:test"
import { conformance, referenceBackend } from "@pami/conformance"

conformance(test, () => referenceBackend())

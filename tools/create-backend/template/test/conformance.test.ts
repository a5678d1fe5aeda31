import { conformance } from "@pami/conformance"
import { test } from "vitest"
import { myBackend } from "../src/index.ts"

conformance(test, () => myBackend())

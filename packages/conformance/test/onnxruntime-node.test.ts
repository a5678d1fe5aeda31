// This test is not in the package of the backend, because the tests of the zoo, and thus the suite, depend on that
// package.
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { test } from "vitest"
import { conformance } from "../src/index.ts"

conformance(test, () => onnxruntimeNode())

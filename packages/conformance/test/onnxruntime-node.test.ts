// Here and not with the backend, whose package the zoo's tests, and so the suite, need first.
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { test } from "vitest"
import { conformance } from "../src/index.ts"

conformance(test, () => onnxruntimeNode())

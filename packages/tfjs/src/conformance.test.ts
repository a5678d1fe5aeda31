import { slow } from "@pami/browser-tests/slow-devices"
import { conformance } from "@pami/conformance"
import { describe, test } from "vitest"
import { native } from "../test/native.ts"
import { tfjs } from "./index.ts"

describe("wasm", () => conformance(test, () => tfjs({ device: "wasm" })))
describe("cpu", () => conformance(test, () => ({ ...tfjs({ device: "cpu" }), exemptions: slow })))
describe.runIf(native)("node", () => conformance(test, () => tfjs({ device: "node" })))

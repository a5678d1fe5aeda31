import { expect, test } from "vitest"
import { loadError, plainWords } from "./errors.ts"

const place = "/onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:91 "

test.each([
  [
    `Non-zero status code returned while running Reshape node. Name:'r' Status Message: ${place}onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&, bool) The input tensor cannot be reshaped (2, 3).\n`,
    'Reshape node "r": The input tensor cannot be reshaped (2, 3).',
  ],
  [
    `${place}void onnxruntime::(anonymous namespace)::Check(const std::map<int, float>&) const [with T = float] Bad (really).`,
    "Bad (really).",
  ],
  [
    "[ONNXRuntimeError] : 1 : FAIL : tensorprotoutils.cc:1763 GetExtDataFromTensorProto External initializer: w",
    "External initializer: w",
  ],
  ["D:\\a\\_work\\1\\s\\onnxruntime\\core\\graph\\model.cc:202 onnxruntime::Model::Model(int) Bad", "Bad"],
  [
    "Can't create a session. ERROR_CODE: 7, ERROR_MESSAGE: Failed to load model because protobuf parsing failed.",
    "Failed to load model because protobuf parsing failed.",
  ],
  [
    "failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: Non-zero status code returned while running Add node. Name:'a' Status Message: Bad shape.",
    'Add node "a": Bad shape.',
  ],
  ["no available backend found. ERR: [webgpu] Failed to get GPU adapter.", "Failed to get GPU adapter."],
  [
    "/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n",
    "Failed to get a WebGPU adapter: No supported adapters",
  ],
  [
    "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=-1 ; hostname=host ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=300 ; expr=cudaSetDevice(info_.device_id); ",
    "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version",
  ],
  ["Plain words, with ns::names(and arguments).", "Plain words, with ns::names(and arguments)."],
])("%s", (words, plain) => {
  expect(plainWords(new Error(words))).toBe(plain)
})

test("a number thrown by WebAssembly is explained", () => {
  expect(plainWords(8314224)).toBe("it stopped with number 8314224, as when memory runs out")
})

test("an operator without an implementation is named with its version", () => {
  const words = "NOT_IMPLEMENTED : Could not find an implementation for Gelu(20) node with name 'g'"
  expect(loadError(new Error(words), "a.onnx", "1.30.0")).toMatchObject({
    code: "MODEL_UNSUPPORTED",
    message: expect.stringContaining(
      'a.onnx needs the operator "Gelu" (version 20), which onnxruntime 1.30.0',
    ),
  })
})

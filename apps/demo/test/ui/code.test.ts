import { expect, test } from "vitest"
import { codeForMap, type DrawnMap } from "../../src/ui/logic/code-for-map.ts"
import { defaults } from "../../src/ui/logic/settings.ts"

const own: DrawnMap = {
  model: {
    file: "my models/-net.onnx",
    labels: { file: "names.txt", isNamed: true },
    preprocessing: null,
  },
  backend: "onnxruntime-web:wasm",
  preset: "imagenet",
  image: "it's a cat.jpg",
  settings: { ...defaults.settings, mask: "black", layout: "nhwc", output: "probs", passes: 60 },
  target: "tabby, tabby cat",
  versus: 7,
}

test("code names the visitor's files, and only the settings that were changed", () => {
  const { node, browser, cli } = codeForMap(own)
  expect(node).toContain(
    'explainer("my models/-net.onnx", { labels: "names.txt", preprocessing: "imagenet", layout: "nhwc" })',
  )
  expect(node).toContain(
    'explain("it\'s a cat.jpg", { target: "tabby, tabby cat", versus: 7, mask: "black", passes: 60, output: "probs" })',
  )
  expect(browser).toContain('explainer("my models/-net.onnx", { backend, labels: "names.txt"')
  expect(cli).toBe(
    "npx pami explain 'it'\\''s a cat.jpg' --model 'my models/-net.onnx' --labels names.txt --preset imagenet " +
      "--layout nhwc --target 'tabby, tabby cat' --versus index:7 --mask black --passes 60 --model-output probs\n",
  )
})

test("the model's settings are options, too: own numbers beside the preset that they change", () => {
  const settings = {
    ...defaults.settings,
    preset: "caffe",
    size: 320,
    mean: [0.5],
    std: [0.1, 0.2, 0.3],
    task: "detection",
  } as const
  const { node, cli } = codeForMap({ ...own, preset: "caffe with own mean and std", settings })
  expect(node).toContain(
    'preprocessing: "caffe", size: {"width":320,"height":320}, mean: [0.5], std: [0.1,0.2,0.3] })',
  )
  expect(node).toContain('task: "detection"')
  expect(cli).toContain("--preset caffe --size 320x320 --mean 0.5 --std 0.1,0.2,0.3 ")
  expect(cli).toContain("--task detection")
  expect(codeForMap({ ...own, settings: { ...settings, mean: [-1, 0, 1] } }).cli).toContain("--mean=-1,0,1 ")
})

test("files near the model are named where none is looked for: in the browser", () => {
  const near = { file: "labels.txt", isNamed: false }
  const file = { file: "preprocessor_config.json", isNamed: false }
  const model = { file: "model.json", labels: near, preprocessing: file }
  const { node, browser } = codeForMap({
    ...own,
    model,
    backend: "tfjs:webgl",
    preset: "preprocessor_config.json",
    settings: defaults.settings,
  })
  expect(node).toContain('explainer("model.json")')
  expect(browser).toContain('import { tfjs } from "@pami/tfjs"')
  expect(browser).toContain('{ backend, labels: "labels.txt", preprocessing: "preprocessor_config.json" }')
})

test("a seed stands where chance decides, and no name that looks otherwise than it is", () => {
  const noisy = {
    ...own,
    image: "evil\u202egnp.exe",
    settings: { ...defaults.settings, mask: "noise" as const },
  }
  const { node, cli } = codeForMap(noisy)
  expect(node).toContain('mask: "noise", seed: 1')
  expect(cli).toMatch(/^npx pami explain image\.png .*--mask noise --seed 1\n$/)
})

// Explains the image that a visitor opens. Neither the image nor the model leaves the browser.
import { explainer } from "@pami/explainer"
import { onnxruntimeWeb } from "@pami/onnxruntime-web"
import { models } from "@pami/zoo"

const input = document.querySelector("input")!
const status = document.querySelector("p")!
const shown = document.querySelector("img")!

// Vite finds the model's file by its address. Your own model can lie in the folder `public`: explainer("model.onnx", …)
const { onnx, labels, preprocessing } = models.scenes
const loading = explainer(onnx.href, { backend: onnxruntimeWeb(), labels, preprocessing, passes: 300 })

input.addEventListener("change", async () => {
  const [file] = input.files!
  try {
    const explain = await loading
    const { prediction, figure } = await explain(file, {
      onProgress: ({ passes, total }) => (status.textContent = `${passes} of ${total ?? "?"} passes`),
    })
    const [{ label, score }] = prediction
    shown.src = URL.createObjectURL(
      new Blob([(await figure()) as Uint8Array<ArrayBuffer>], { type: "image/png" }),
    )
    shown.hidden = false
    status.textContent = `${label}: ${(100 * score).toFixed(1)} %`
  } catch (error) {
    status.textContent = (error as Error).message
  }
})

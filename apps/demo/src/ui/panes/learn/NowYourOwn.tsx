import { useRef } from "preact/hooks"
import { showError } from "../../messages.ts"
import { openFiles } from "../../open.ts"
import { linkTo } from "../../url-state.ts"

/** The way from the lessons to one's own image and model. */
export function NowYourOwn() {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <p class="lesson-text">
        You know how the map comes about, and when to doubt it. Open an image and a model of yours: ONNX or
        TensorFlow.js, with its labels. They stay on this device.
      </p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => input.current!.click()}>
          Open your files
        </button>
        <a class="button" href={linkTo("explain")}>
          Explain this image
        </a>
        <a class="button" href="docs/">
          Read the documentation
        </a>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label="Your files"
        onChange={(event) => {
          location.hash = linkTo("explain")
          void openFiles([...(event.currentTarget.files ?? [])]).catch(showError)
        }}
      />
    </>
  )
}

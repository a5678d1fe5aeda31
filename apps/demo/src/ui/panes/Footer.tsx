import { isServed } from "../../service/server.ts"
import { publishedLinks } from "../logic/citation.ts"

// `pami serve` has the site without the documentation.
const links = [...(isServed() ? [] : [{ name: "Documentation", address: "docs/" }]), ...publishedLinks()]

/** The end of every page: how to bring one's own files, and where to read on. */
export function Footer() {
  return (
    <footer class="bottom soft small">
      <p class="own-files">
        Use your own files: drop an ONNX or TensorFlow.js model, its labels, an image, text, WAV, CSV or a
        manifest anywhere on this page. They stay on this device.
      </p>
      <p>
        Method: Shi, Zhang, Zheng and Wang,{" "}
        <cite>PAMI: Partition Input and Aggregate Outputs for Model Interpretation</cite>, Pattern
        Recognition, 2023.
      </p>
      <nav aria-label="Read on">
        {links.map(({ name, address }) => (
          <a key={name} href={address}>
            {name}
          </a>
        ))}
      </nav>
    </footer>
  )
}

import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Geometry } from "@pami/image"
import { gridPlace } from "../logic/place-grid.ts"

const share = (value: number) => `${value * 100}%`

/** Where the grid lies on the picture, as CSS. */
export function placeOf(geometry: Geometry) {
  const { left, top, width, height } = gridPlace(geometry)
  return { left: share(left), top: share(top), width: share(width), height: share(height) }
}

/** The picture itself; in grey beneath colours, so that its own are not mistaken for theirs. */
export function Photo({ bitmap, grey = 0 }: { readonly bitmap: ImageBitmap; readonly grey?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // A large picture takes a while to draw: not in the task that lays the page out.
  useEffect(() => {
    canvas.current!.getContext("2d")!.drawImage(bitmap, 0, 0)
  }, [bitmap])
  return (
    <canvas
      ref={canvas}
      class="photo"
      width={bitmap.width}
      height={bitmap.height}
      style={{ filter: grey > 0 ? `grayscale(${grey})` : "none" }}
    />
  )
}

interface RasterProps {
  readonly width: number
  readonly height: number
  /** RGBA, `[height, width, 4]`. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  readonly class?: string
  readonly style?: Record<string, string>
}

/** Pixels, which the browser scales to the place that they are given. */
export function RasterCanvas({ width, height, pixels, ...rest }: RasterProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    canvas.current!.getContext("2d")!.putImageData(new ImageData(pixels, width, height), 0, 0)
  }, [pixels, width, height])
  return <canvas ref={canvas} width={width} height={height} {...rest} />
}

/** Pixels in [0, 1] without alpha as those of a canvas. */
export function toRgba(pixels: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray((pixels.length / 3) * 4)
  for (let from = 0, to = 0; from < pixels.length; to++) {
    out[to++] = pixels[from++] * 255
    out[to++] = pixels[from++] * 255
    out[to++] = pixels[from++] * 255
    out[to] = 255
  }
  return out
}

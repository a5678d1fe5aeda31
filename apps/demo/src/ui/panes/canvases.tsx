import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import type { Geometry } from "@pami/image"
import { gridPlace } from "../logic/place-grid.ts"

const share = (value: number) => `${value * 100}%`

/** Where the grid lies on the image, as CSS. */
export function placeOf(geometry: Geometry) {
  const { left, top, width, height } = gridPlace(geometry)
  return { left: share(left), top: share(top), width: share(width), height: share(height) }
}

interface PhotoProps {
  readonly bitmap: ImageBitmap
  /** 0 to 1. */
  readonly grey?: number
  /** Pixels that its shorter side needs, where it is shown small. */
  readonly enough?: number
}

/** The image itself; in grey beneath colours, so that its own are not mistaken for theirs. */
export function Photo({ bitmap, grey = 0, enough = Infinity }: PhotoProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = Math.min(1, enough / Math.min(bitmap.width, bitmap.height))
  const width = Math.round(bitmap.width * scale)
  const height = Math.round(bitmap.height * scale)
  // Handed over, which costs the page half of what drawing does.
  useEffect(() => {
    let gone = false
    const resize = { resizeWidth: width, resizeHeight: height, resizeQuality: "high" } as const
    void createImageBitmap(bitmap, scale < 1 ? resize : {}).then((copy) => {
      if (!gone) canvas.current!.getContext("bitmaprenderer")!.transferFromImageBitmap(copy)
    })
    return () => void (gone = true)
  }, [bitmap])
  return (
    <canvas
      ref={canvas}
      class="photo"
      width={width}
      height={height}
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

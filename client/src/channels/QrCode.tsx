import { createMemo } from "solid-js"
import { encode } from "uqr"

/** A QR code as one path. Always dark on white, with its quiet zone: phones read nothing else. */
export const QrCode = (props: { readonly text: string; readonly label: string }) => {
  const code = createMemo(() => {
    const { data, size } = encode(props.text, { ecc: "L", border: 3 })
    const path = data
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("")
    return { path, size }
  })
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${code().size} ${code().size}`}
      shape-rendering="crispEdges"
      class="size-64 rounded-md border border-line"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={code().path} fill="#000" />
    </svg>
  )
}

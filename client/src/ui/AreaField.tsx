import { splitProps, type JSX } from "solid-js"
import { FieldFrame, type FieldWords } from "./FieldFrame.tsx"

interface AreaFieldProps extends FieldWords, JSX.TextareaHTMLAttributes<HTMLTextAreaElement> {}

/** A labelled field for several lines; its trouble is read with it. */
export const AreaField = (props: AreaFieldProps) => {
  const [own, rest] = splitProps(props, ["label", "hint", "trouble", "class"])
  return (
    <FieldFrame
      {...own}
      field={(ties) => (
        <textarea
          rows={2}
          {...rest}
          {...ties}
          class="field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-edge bg-bg px-3 py-1.5 text-base"
        />
      )}
    />
  )
}

import { splitProps, type JSX } from "solid-js"
import { FieldFrame, type FieldWords } from "./FieldFrame.tsx"

interface FieldProps extends FieldWords, JSX.InputHTMLAttributes<HTMLInputElement> {}

/** A labelled text field; its trouble is read with it. */
export const Field = (props: FieldProps) => {
  const [own, rest] = splitProps(props, ["label", "hint", "trouble", "class"])
  return (
    <FieldFrame
      {...own}
      field={(ties) => (
        <input
          {...rest}
          {...ties}
          class="h-9 w-full rounded-md border border-edge bg-bg px-3 text-base pointer-coarse:h-11"
        />
      )}
    />
  )
}

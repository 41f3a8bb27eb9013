import { CopyButton } from "./CopyButton.tsx"

/** A text to take away, whole, with a button that copies it. */
export const CopyText = (props: { readonly label: string; readonly text: string }) => (
  <div class="flex items-start gap-2">
    <code
      aria-label={props.label}
      class="min-w-0 flex-1 rounded-md border border-line bg-surface px-2 py-1.5 font-mono wrap-anywhere select-all"
    >
      {props.text}
    </code>
    <CopyButton text={props.text} />
  </div>
)

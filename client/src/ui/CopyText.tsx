import Check from "lucide-solid/icons/check"
import Copy from "lucide-solid/icons/copy"
import { createSignal, onCleanup, Show } from "solid-js"
import { Button } from "./Button.tsx"

/** A text to take away, whole, with a button that copies it. */
export const CopyText = (props: { readonly label: string; readonly text: string }) => {
  const [isCopied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = () => {
    // Where the browser does not let it, the text is there to be selected.
    navigator.clipboard
      ?.writeText(props.text)
      .then(() => {
        setCopied(true)
        timer = setTimeout(() => setCopied(false), 2_000)
      })
      .catch(() => {})
  }
  return (
    <div class="flex items-start gap-2">
      <code
        aria-label={props.label}
        class="min-w-0 flex-1 rounded-md border border-line bg-surface px-2 py-1.5 font-mono wrap-anywhere select-all"
      >
        {props.text}
      </code>
      <Button onClick={copy}>
        <Show when={isCopied()} fallback={<Copy class="size-4" aria-hidden="true" />}>
          <Check class="size-4" aria-hidden="true" />
        </Show>
        {isCopied() ? "Copied" : "Copy"}
      </Button>
    </div>
  )
}

import Check from "lucide-solid/icons/check"
import Copy from "lucide-solid/icons/copy"
import { createSignal, onCleanup, Show } from "solid-js"
import { Button } from "./Button.tsx"

/** Copies a text, and says so for a moment. Where the browser does not let it, the text beside it can be selected. */
export const CopyButton = (props: { readonly text: string }) => {
  const [isCopied, setCopied] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = () => {
    navigator.clipboard
      ?.writeText(props.text)
      .then(() => {
        setCopied(true)
        timer = setTimeout(() => setCopied(false), 2_000)
      })
      .catch(() => {})
  }
  return (
    <Button onClick={copy}>
      <Show when={isCopied()} fallback={<Copy class="size-4" aria-hidden="true" />}>
        <Check class="size-4" aria-hidden="true" />
      </Show>
      {isCopied() ? "Copied" : "Copy"}
    </Button>
  )
}

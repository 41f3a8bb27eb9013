import { createSignal, For } from "solid-js"
import { Button } from "../ui/Button.tsx"

/** The codes that open without the phone, this one time; closed only after somebody says that he kept them. */
export const RecoveryCodes = (props: {
  readonly codes: ReadonlyArray<string>
  readonly onDone: () => void
}) => {
  const [isKept, setKept] = createSignal(false)
  const [isCopied, setCopied] = createSignal(false)
  const copy = () => {
    // Where the browser does not let it, the codes are there to be selected.
    navigator.clipboard
      ?.writeText(props.codes.join("\n"))
      .then(() => setCopied(true))
      .catch(() => {})
  }
  return (
    <div class="flex flex-col gap-3">
      <p role="status">
        Your second factor is on. These codes open your login once each when the phone is lost. Write them
        down or put them into a password manager: they are not shown again.
      </p>
      <ul
        ref={(list: HTMLUListElement) => queueMicrotask(() => list.focus())}
        tabindex="-1"
        aria-label="Recovery codes"
        class="grid grid-cols-1 gap-x-4 gap-y-1 rounded-md border border-line bg-surface p-3 font-mono text-sm outline-none min-[400px]:grid-cols-2"
      >
        <For each={props.codes}>{(code) => <li class="select-all">{code}</li>}</For>
      </ul>
      <Button onClick={copy}>{isCopied() ? "Copied" : "Copy all"}</Button>
      <label class="flex min-h-8 items-center gap-2">
        <input
          type="checkbox"
          class="size-4 accent-(--solid)"
          checked={isKept()}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        I have kept these codes
      </label>
      <Button look="solid" class="h-9" disabled={!isKept()} onClick={() => props.onDone()}>
        Done
      </Button>
    </div>
  )
}

import { createSignal, Show } from "solid-js"
import { closeRequest, type HandResult } from "../api/Gateway.ts"
import type { RequestView } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SelectField } from "../ui/SelectField.tsx"

/** How a person says that a request ended. */
export const results: ReadonlyArray<{ readonly value: HandResult; readonly label: string }> = [
  { value: "done", label: "Done" },
  { value: "rejected", label: "Rejected: it cannot be done" },
  { value: "closed", label: "Closed without a result" }
]

/** Whether a person may still say how it ended. */
export const canBeClosed = ({ result, status }: RequestView): boolean =>
  result === "stale" || (result === null && status !== "closed")

/** Ends a request by hand, with a word to the customer if wanted. */
export const CloseRequest = (props: { readonly request: RequestView }) => {
  const act = createAct()
  const [result, setResult] = createSignal<HandResult>("done")
  const [isTelling, setTelling] = createSignal(true)
  const [said, setSaid] = createSignal("")
  const close = () =>
    act.run(async () => {
      const { isTold } = await closeRequest(props.request.id, { result: result(), tellCustomer: isTelling() })
      setSaid(
        isTold
          ? "The customer is told."
          : isTelling()
            ? "The customer was not told: the bot does not answer him in that chat."
            : ""
      )
    })
  return (
    <>
      <Show when={canBeClosed(props.request)}>
        <form
          class="flex flex-col gap-3 rounded-md border border-line p-3"
          onSubmit={(event) => {
            event.preventDefault()
            void close()
          }}
        >
          <SelectField label="Close by hand" value={result()} options={results} onPick={setResult} />
          <label class="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={isTelling()}
              onChange={(event) => setTelling(event.currentTarget.checked)}
              class="size-4"
            />
            Tell the customer
          </label>
          <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
          <div class="flex justify-end">
            <Button type="submit" isBusy={act.isBusy()}>
              Close request
            </Button>
          </div>
        </form>
      </Show>
      <p role="status" class="text-muted empty:hidden">
        {said()}
      </p>
    </>
  )
}

import Download from "lucide-solid/icons/download"
import { Show } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { Button } from "./Button.tsx"
import { createExport } from "./createExport.ts"

/** Takes what a list shows with its filters as a file for spreadsheets. */
export const ExportButton = (props: {
  /** Where the file is. */
  readonly address: string
  /** There is nothing to take. */
  readonly isEmpty: boolean
  /** What the file holds, where it is not the usual. */
  readonly title?: string
  readonly class?: string
}) => {
  const file = createExport()
  return (
    <span class={`inline-flex items-center gap-2 ${props.class ?? ""}`}>
      <Show when={file.trouble()}>
        {(trouble) => (
          <span role="alert" class="max-w-72 truncate text-bad" title={trouble().message}>
            {trouble().message}
          </span>
        )}
      </Show>
      <Button
        disabled={props.isEmpty}
        isBusy={file.rows() !== null}
        title={
          props.title ??
          "What this list shows with its filters, as a file for spreadsheets; 50 000 rows at most"
        }
        onClick={() => file.run(props.address)}
      >
        <Download class="size-4" aria-hidden="true" />
        <span class="max-md:sr-only">
          <Show when={file.rows()} fallback={file.rows() === null ? "Export" : "Reading"}>
            {(rows) => <span class="figures">{formatCount(rows())} rows</span>}
          </Show>
        </span>
      </Button>
    </span>
  )
}

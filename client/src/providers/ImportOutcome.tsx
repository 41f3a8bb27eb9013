import { Match, Show, Switch } from "solid-js"
import type { ProviderSync } from "../api/ProviderGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import type { Importing } from "./createImports.ts"
import { importWords } from "./importWords.ts"

interface ImportOutcomeProps {
  readonly look: ProviderSync | undefined
  readonly importing: Importing | undefined
}

/** How the last look at a panel's providers went: the one just made, else the one on record. */
export const ImportOutcome = (props: ImportOutcomeProps) => {
  const read = () => (props.importing?._tag === "Read" ? props.importing.outcome : null)
  const good = () => {
    const outcome = read()
    return outcome !== null && outcome.problem === null ? outcome : null
  }
  const problem = () =>
    props.importing?._tag === "Failed"
      ? props.importing.trouble.message
      : (read()?.problem ?? (read() === null ? props.look?.problem : null) ?? null)
  return (
    <Switch fallback={<span class="text-muted">Providers were not read yet.</span>}>
      <Match when={props.importing?._tag === "Reading"}>
        <span class="text-muted">Providers are being read…</span>
      </Match>
      <Match when={good()}>
        {(outcome) => (
          <span>
            <StatusShape tone="ok" class="mr-1 inline align-[-1px]" />
            {importWords(outcome())}
          </span>
        )}
      </Match>
      <Match when={problem()}>
        {(text) => (
          <span class="text-bad">
            <StatusShape tone="bad" class="mr-1 inline align-[-1px]" />
            {text()}
            <Show when={props.look?.syncedAt}>
              {(at) => (
                <span class="text-muted">
                  {" "}
                  Read last <TimeText at={at()} look="ago" />.
                </span>
              )}
            </Show>
          </span>
        )}
      </Match>
      <Match when={props.look?.syncedAt}>
        {(at) => (
          <span class="text-muted">
            Providers were read <TimeText at={at()} look="ago" />.
          </span>
        )}
      </Match>
    </Switch>
  )
}

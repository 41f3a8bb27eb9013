import { For, Show } from "solid-js"
import type { Attempt } from "../api/AccountGateway.ts"
import { useSession } from "../app/SessionContext.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge, type Tone } from "../ui/StatusBadge.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { browserWords } from "./browserWords.ts"
import { createHistory } from "./createHistory.ts"

const outcomes: Readonly<Record<string, { readonly tone: Tone; readonly label: string }>> = {
  accepted: { tone: "ok", label: "Logged in" },
  codeNeeded: { tone: "info", label: "Code asked for" },
  wrongPassword: { tone: "bad", label: "Wrong password" },
  wrongCode: { tone: "bad", label: "Wrong code" },
  notActive: { tone: "warn", label: "Suspended" },
  rateLimited: { tone: "warn", label: "Too many tries" }
}
const tabs = [
  { key: "own", label: "Yours" },
  { key: "workspace", label: "The whole workspace" }
] as const

/** Who tried to get in, from where, and what came of it. */
export const HistoryPart = () => {
  const { login } = useSession()
  const history = createHistory()
  return (
    <>
      <Show when={login().role === "owner"}>
        <FilterTabs
          class="mb-1"
          label="Whose tries"
          tabs={tabs}
          current={history.of()}
          onPick={history.show}
        />
      </Show>
      <Show when={history.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={history.reload} isSmall />}
      </Show>
      <Show when={history.isLoaded()} fallback={<SkeletonRows count={5} rowClass="h-9" />}>
        <ul aria-label="Tries to log in">
          <For each={history.items()} fallback={<li class="py-2 text-muted">Nobody has tried yet.</li>}>
            {(attempt) => <AttemptRow attempt={attempt} hasName={history.of() === "workspace"} />}
          </For>
        </ul>
      </Show>
      <Show when={history.hasMore()}>
        <Button class="mt-2" isBusy={history.isBusy()} onClick={() => history.more()}>
          Older
        </Button>
      </Show>
    </>
  )
}

const AttemptRow = (props: { readonly attempt: Attempt; readonly hasName: boolean }) => {
  const outcome = () =>
    outcomes[props.attempt.outcome] ?? { tone: "plain" as const, label: props.attempt.outcome }
  return (
    <li class="flex min-h-9 flex-wrap items-center gap-x-3 border-b border-line py-1 last:border-b-0">
      <TimeText at={props.attempt.at} look="short" class="w-24 text-muted" />
      <span class="w-36">
        <StatusBadge tone={outcome().tone} label={outcome().label} />
      </span>
      <Show when={props.hasName}>
        <span class="w-28 truncate font-medium" title={props.attempt.username}>
          {props.attempt.username}
        </span>
      </Show>
      <span class="figures min-w-28 truncate">{props.attempt.ip}</span>
      <span class="min-w-0 flex-1 basis-32 truncate text-muted" title={props.attempt.userAgent}>
        {browserWords(props.attempt.userAgent)}
      </span>
    </li>
  )
}

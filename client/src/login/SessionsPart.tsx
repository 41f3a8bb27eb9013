import { createSignal, For, Show } from "solid-js"
import { type AccountSession, endOtherSessions, endSession, listSessions } from "../api/AccountGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { browserWords } from "./browserWords.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"

/** Browsers that are logged in; each can be ended from here. */
export const SessionsPart = () => {
  const sessions = createRead(listSessions)
  const act = createAct()
  const [said, setSaid] = createSignal("")
  const end = async (session: AccountSession) => {
    if (await act.run(() => endSession(session.id), session.id)) {
      setSaid(`${browserWords(session.userAgent)} is logged out.`)
    }
    sessions.reload()
  }
  const endOthers = async () => {
    await act.run(async () => {
      const { ended } = await endOtherSessions()
      setSaid(ended === 1 ? "One other log-in was ended." : `${ended} other log-ins were ended.`)
    }, "others")
    sessions.reload()
  }
  return (
    <>
      <Show when={sessions.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={sessions.reload} isSmall />}
      </Show>
      <FormTrouble trouble={act.trouble()} />
      <Show when={sessions.value()} fallback={<SkeletonRows count={2} rowClass="h-11" />}>
        {(list) => (
          <>
            <ul>
              <For each={list()}>
                {(session) => (
                  <li class="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-line py-1 last:border-b-0">
                    <span class="min-w-0 flex-1 basis-40 truncate" title={session.userAgent}>
                      {browserWords(session.userAgent)}
                      <span class="figures block text-xs text-muted">
                        {session.ip} · since <TimeText at={session.createdAt} look="short" />
                      </span>
                    </span>
                    <Show when={!session.isCurrent} fallback={<StatusBadge tone="ok" label="This browser" />}>
                      <Button
                        isBusy={act.isBusy(session.id)}
                        aria-label={`End ${browserWords(session.userAgent)} from ${session.ip}`}
                        onClick={() => void end(session)}
                      >
                        End
                      </Button>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <div class="mt-2 flex flex-wrap items-center gap-3">
              <Button
                disabled={list().length < 2}
                isBusy={act.isBusy("others")}
                onClick={() => void endOthers()}
              >
                Log out everywhere else
              </Button>
              <span role="status" class="text-muted">
                {said()}
              </span>
            </div>
          </>
        )}
      </Show>
    </>
  )
}

import { A } from "@solidjs/router"
import { createEffect, For, on, Show } from "solid-js"
import { type DeadLetter, listAttempts } from "../api/DispatchGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge, StatusShape } from "../ui/StatusBadge.tsx"
import { attemptWords, placeWords, troubleWords, wayWords } from "../words/dispatchWords.ts"
import { commandWords } from "../words/orderWords.ts"
import type { Retries } from "./createRetries.ts"

interface DispatchDrawerProps {
  readonly id: string
  /** Null = it is not in the list: another page, or settled meanwhile. */
  readonly letter: DeadLetter | null
  readonly retries: Retries
  readonly onClose: () => void
}

/** One dispatch that did not do what it should, with every attempt (DI-04). */
export const DispatchDrawer = (props: DispatchDrawerProps) => {
  const attempts = createLoaded((signal) => listAttempts(props.id, signal))
  createEffect(on(() => props.letter?.attempts, attempts.reload, { defer: true }))
  return (
    <Drawer
      isOpen
      title={props.letter === null ? "Attempts" : `Order ${props.letter.orderId}`}
      onClose={props.onClose}
      foot={
        <Show when={props.letter?.state !== "dismissed" ? props.letter : null}>
          {(letter) => (
            <div class="flex justify-end gap-2">
              <Show when={letter().state !== "retrying"}>
                <Button onClick={() => props.retries.askDismiss(letter())}>Dismiss</Button>
              </Show>
              <Button
                look="solid"
                isBusy={props.retries.act.isBusy(letter().id)}
                onClick={() => props.retries.retry(letter())}
              >
                {letter().state === "retrying" ? "Try now" : "Retry"}
              </Button>
            </div>
          )}
        </Show>
      }
    >
      <div class="flex flex-col gap-4 p-4">
        <Show
          when={props.letter}
          fallback={
            <p class="text-muted">
              This one is not in the list that you see. Its attempts are here all the same.
            </p>
          }
        >
          {(letter) => <Facts letter={letter()} />}
        </Show>
        <section>
          <h3 class="mb-2 text-xs font-semibold text-muted">Attempts</h3>
          <Show when={attempts.trouble()}>
            {(trouble) => <ErrorBox trouble={trouble()} onRetry={attempts.reload} isSmall />}
          </Show>
          <Show
            when={attempts.value()}
            fallback={
              <Show when={attempts.trouble() === null}>
                <SkeletonRows count={3} rowClass="h-12" />
              </Show>
            }
          >
            {(items) => (
              <ol aria-label="Attempts" class="rounded-md border border-line empty:hidden">
                <For each={items()} fallback={<li class="px-3 py-2 text-muted">None was made yet.</li>}>
                  {(attempt) => (
                    <li class="flex items-start gap-2 border-b border-line px-3 py-1.5 last:border-b-0">
                      <span class="figures w-5 shrink-0 text-muted">{attempt.number}.</span>
                      <StatusShape tone={attemptWords[attempt.outcome].tone} class="mt-1" />
                      <span class="min-w-0 flex-1">
                        {attemptWords[attempt.outcome].label}
                        <span class="block wrap-anywhere text-muted">{attempt.safeText}</span>
                      </span>
                      <TimeText at={attempt.at} look="seconds" class="shrink-0 text-muted" />
                    </li>
                  )}
                </For>
              </ol>
            )}
          </Show>
        </section>
      </div>
    </Drawer>
  )
}

const Facts = (props: { readonly letter: DeadLetter }) => (
  <>
    <div>
      <StatusBadge
        tone={troubleWords[props.letter.state].tone}
        label={troubleWords[props.letter.state].label}
        title={troubleWords[props.letter.state].meaning}
      />
      <p class="text-muted">{troubleWords[props.letter.state].meaning}.</p>
      <p class="mt-1 font-medium wrap-anywhere empty:hidden">{props.letter.safeText}</p>
    </div>
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dt]:text-muted">
      <dt>Command</dt>
      <dd>{commandWords[props.letter.command]}</dd>
      <dt>User</dt>
      <dd>{props.letter.customerUsername ?? "Unknown"}</dd>
      <dt>To</dt>
      <dd class="wrap-anywhere">
        {placeWords(props.letter)}
        <span class="block text-xs text-muted">
          {wayWords[props.letter.kind]}
          <Show when={props.letter.destination}>{(chat) => <> through {chat().channelName}</>}</Show>
        </span>
      </dd>
      <Show when={props.letter.destination?.pausedUntil}>
        {(until) => (
          <>
            <dt>Paused</dt>
            <dd>
              The chat refuses messages; it is tried again <TimeText at={until()} look="clock" />.
            </dd>
          </>
        )}
      </Show>
      <dt>Provider</dt>
      <dd>{props.letter.providerAlias ?? "–"}</dd>
      <dt>Panel</dt>
      <dd>{props.letter.panelName}</dd>
      <dt>Accepted</dt>
      <dd>
        <TimeText at={props.letter.acceptedAt} look="ago" />
      </dd>
      <Show when={props.letter.dismissedAt}>
        {(at) => (
          <>
            <dt>Dismissed</dt>
            <dd>
              <TimeText at={at()} look="ago" /> by {props.letter.dismissedBy ?? "somebody"}
            </dd>
          </>
        )}
      </Show>
    </dl>
    <p class="flex flex-wrap gap-x-4">
      <A
        href={`/requests?search=${encodeURIComponent(props.letter.orderId)}&open=${props.letter.requestId}`}
        class="font-medium text-accent underline"
      >
        Open the request
      </A>
      <Show when={props.letter.destination}>
        {(chat) => (
          <A href={`/desk/${chat().conversationId}`} class="font-medium text-accent underline">
            Look into the chat
          </A>
        )}
      </Show>
    </p>
  </>
)

import { Match, Show, Switch } from "solid-js"
import { type Delivery, readDelivery } from "../api/ChannelGateway.ts"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { StatusBadge } from "../ui/StatusBadge.tsx"
import { kindWords } from "../words/channelWords.ts"
import { deliveryWords } from "../words/deliveryWords.ts"

interface DeliveryDrawerProps {
  readonly id: string
  readonly onReplay: () => void
  readonly onClose: () => void
}

/** One webhook with what came in it, the values of secrets covered. */
export const DeliveryDrawer = (props: DeliveryDrawerProps) => {
  const read = createRead((signal) => readDelivery(props.id, signal))
  return (
    <Drawer
      isOpen
      title="Webhook"
      onClose={props.onClose}
      foot={
        <Show when={read.value()?.delivery.state !== "waiting" && read.value() !== null}>
          <div class="flex justify-end">
            <Button look="solid" onClick={() => props.onReplay()}>
              Replay…
            </Button>
          </div>
        </Show>
      }
    >
      <Switch fallback={<SkeletonRows count={6} rowClass="h-9" />}>
        <Match when={read.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={read.reload} isSmall />}
        </Match>
        <Match when={read.value()}>
          {(found) => (
            <div class="flex flex-col gap-4 p-4">
              <Facts delivery={found().delivery} />
              <section aria-label="What came">
                <h3 class="mb-1 text-xs font-semibold text-muted">What came</h3>
                <pre
                  tabindex="0"
                  class="max-h-96 overflow-auto scroll-thin rounded-md border border-line bg-surface p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
                >
                  {found().text}
                </pre>
                <p class="mt-1 text-xs text-muted">
                  Secrets are covered.
                  <Show when={found().isCut}> It is longer; this is its beginning.</Show>
                </p>
              </section>
            </div>
          )}
        </Match>
      </Switch>
    </Drawer>
  )
}

const Facts = (props: { readonly delivery: Delivery }) => (
  <>
    <div>
      <StatusBadge
        tone={deliveryWords[props.delivery.state].tone}
        label={deliveryWords[props.delivery.state].label}
      />
      <p class="text-muted">{deliveryWords[props.delivery.state].meaning}.</p>
      <p class="mt-1 font-medium wrap-anywhere empty:hidden">{props.delivery.safeError}</p>
    </div>
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dt]:text-muted">
      <dt>Channel</dt>
      <dd class="wrap-anywhere">
        {props.delivery.channelName} · {kindWords[props.delivery.kind]}
      </dd>
      <dt>Came</dt>
      <dd>
        <TimeText at={props.delivery.receivedAt} look="ago" />
        <Show when={props.delivery.repeats > 0}>
          , and again {formatCount(props.delivery.repeats)} {props.delivery.repeats === 1 ? "time" : "times"}
        </Show>
      </dd>
      <dt>Tries</dt>
      <dd class="figures">{props.delivery.attempts}</dd>
      <Show when={props.delivery.nextAt}>
        {(at) => (
          <>
            <dt>Next try</dt>
            <dd>
              <TimeText at={at()} look="seconds" />
            </dd>
          </>
        )}
      </Show>
      <Show when={props.delivery.settledAt}>
        {(at) => (
          <>
            <dt>Ended</dt>
            <dd>
              <TimeText at={at()} look="ago" />
            </dd>
          </>
        )}
      </Show>
      <dt>Key</dt>
      <dd class="font-mono text-xs wrap-anywhere">{props.delivery.key}</dd>
      <dt>Size</dt>
      <dd class="figures">{formatCount(props.delivery.bytes)} bytes</dd>
    </dl>
  </>
)

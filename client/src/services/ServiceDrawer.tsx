import { createMemo, For, Show } from "solid-js"
import { formatCount } from "../time/formatTime.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { flagWord } from "../words/serviceWords.ts"
import { createReading } from "./createReading.ts"
import type { ServiceRow } from "./createServices.ts"
import { ReadingSteps } from "./ReadingSteps.tsx"

interface ServiceDrawerProps {
  readonly service: ServiceRow
  /** Takes the name to the test box. */
  readonly onTry: (name: string) => void
  readonly onClose: () => void
}

const amountOf = (value: number | null): string => (value === null ? "?" : formatCount(value))

/** One service: what the panel says of it, and why it is read as it is. */
export const ServiceDrawer = (props: ServiceDrawerProps) => {
  const test = createMemo(() => ({
    name: props.service.name,
    serviceId: props.service.serviceId,
    isRefillOffered: props.service.isRefill,
    isManual: props.service.isManual === true
  }))
  const read = createReading(test, 0)
  const facts = (): ReadonlyArray<readonly [name: string, value: string]> => {
    const { service } = props
    const amount =
      service.min === null && service.max === null
        ? "–"
        : `${amountOf(service.min)} – ${amountOf(service.max)}`
    return [
      ["Panel", service.panelName],
      ["Category", service.category ?? "–"],
      ["Rate per 1000", service.rate ?? "–"],
      ["Amount", amount],
      ["Panel’s refill flag", flagWord(service.isRefill)],
      ["Panel’s cancel flag", flagWord(service.isCancel)],
      ["Delivered by", service.isManual === null ? "–" : service.isManual ? "your staff" : "a provider"],
      ["Your rule for this id", service.ownDays === null ? "none" : `${service.ownDays} days`]
    ]
  }
  return (
    <Drawer isOpen title={`Service ${props.service.serviceId}`} onClose={props.onClose}>
      <div class="flex flex-col gap-4 p-4">
        <p class="text-base font-medium break-words select-text">{props.service.name}</p>
        <Show when={read.trouble()}>
          {(trouble) => (
            <div class="-m-3">
              <ErrorBox trouble={trouble()} onRetry={read.retry} isSmall />
            </div>
          )}
        </Show>
        <Show when={read.reading()}>
          {(reading) => <ReadingSteps reading={reading()} flag={props.service.isRefill} />}
        </Show>
        <Button class="self-start" onClick={() => props.onTry(props.service.name)}>
          Try other words
        </Button>
        <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-t border-line pt-4">
          <For each={facts()}>
            {([name, value]) => (
              <>
                <dt class="text-muted">{name}</dt>
                <dd class="min-w-0 break-words">{value}</dd>
              </>
            )}
          </For>
          <dt class="text-muted">{props.service.isListed ? "In the list" : "No longer in the list"}</dt>
          <dd>
            seen <TimeText at={props.service.seenAt} look="ago" />
          </dd>
        </dl>
      </div>
    </Drawer>
  )
}

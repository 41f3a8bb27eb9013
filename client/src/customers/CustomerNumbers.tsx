import Plus from "lucide-solid/icons/plus"
import X from "lucide-solid/icons/x"
import { createSignal, For, Show } from "solid-js"
import type { Customer } from "../api/CustomerGateway.ts"
import { fieldTroubles } from "../api/fieldTroubles.ts"
import { TimeText } from "../time/TimeText.tsx"
import { Button, IconButton } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { contactKind, contactText, linkWords } from "../words/customerWords.ts"
import { AddressFields, type Network } from "./AddressFields.tsx"
import type { CustomerDetail } from "./createCustomer.ts"

interface CustomerNumbersProps {
  readonly detail: CustomerDetail
  readonly customer: Customer
}

/** A customer's numbers and Telegram accounts, and one more. */
export const CustomerNumbers = (props: CustomerNumbersProps) => {
  const [isAdding, setAdding] = createSignal(false)
  /** The number of which a second press takes it away. */
  const [asked, setAsked] = createSignal<string | null>(null)
  const [network, setNetwork] = createSignal<Network>("whatsapp")
  const [address, setAddress] = createSignal("")
  const trouble = () => {
    const found = props.detail.numbers.trouble()
    if (found === null) return undefined
    return fieldTroubles(found).get(network()) ?? found.message
  }
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const typed = address().trim()
    if (typed === "") return
    if (
      !(await props.detail.addNumber(network() === "whatsapp" ? { whatsapp: typed } : { telegram: typed }))
    ) {
      return
    }
    setAddress("")
    setAdding(false)
  }
  const close = () => {
    props.detail.numbers.forget()
    setAdding(false)
  }
  return (
    <>
      <ul class="flex flex-col">
        <For
          each={props.customer.contacts}
          fallback={<li class="text-muted">No number yet: the bot does not know him when he writes.</li>}
        >
          {(contact) => (
            <li class="flex min-h-9 items-center gap-2">
              <ChannelMark kind={contactKind(contact)} />
              <span class="min-w-0">
                <span class="figures font-medium select-all">{contactText(contact)}</span>
                <span class="block truncate text-xs text-muted">
                  <Show when={contact.name}>{(name) => <>{name()} · </>}</Show>
                  {linkWords[contact.linkedBy]} <TimeText at={contact.linkedAt} look="ago" />
                </span>
              </span>
              <Show
                when={asked() === contact.id}
                fallback={
                  <IconButton
                    class="ml-auto"
                    label={`Remove ${contactText(contact)}`}
                    onClick={() => setAsked(contact.id)}
                  >
                    <X class="size-4" aria-hidden="true" />
                  </IconButton>
                }
              >
                <span class="ml-auto flex shrink-0 gap-2">
                  <Button onClick={() => setAsked(null)}>Keep</Button>
                  <Button
                    ref={(button: HTMLButtonElement) => queueMicrotask(() => button.focus())}
                    look="danger"
                    title="The bot then asks for a username when this number writes"
                    isBusy={props.detail.numbers.isBusy(contact.id)}
                    onClick={() => void props.detail.removeNumber(contact.id)}
                  >
                    Remove
                  </Button>
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show
        when={isAdding()}
        fallback={
          <>
            <Show when={trouble()}>{(text) => <p class="mt-1 font-medium text-bad">{text()}</p>}</Show>
            <Button class="mt-2" onClick={() => setAdding(true)}>
              <Plus class="size-4" aria-hidden="true" />
              Add number
            </Button>
          </>
        }
      >
        <form class="mt-2 flex flex-col gap-2" onSubmit={(event) => void add(event)}>
          <AddressFields
            network={network()}
            address={address()}
            trouble={trouble()}
            onNetwork={setNetwork}
            onAddress={setAddress}
          />
          <div class="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look="solid" isBusy={props.detail.numbers.isBusy("add")}>
              Add
            </Button>
          </div>
        </form>
      </Show>
    </>
  )
}

import { createSignal, For, Show } from "solid-js"
import { setUserTerms, type User } from "../api/AccessGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"

const kinds = [
  ["whatsapp", "WhatsApp"],
  ["telegram", "Telegram"],
  ["group", "Group"]
] as const

/** A price as it is typed: empty is the usual one. */
const toText = (price: number | null) => (price === null ? "" : String(price))
const toPrice = (text: string) => (text.trim() === "" ? null : Number(text))

/** What a workspace is granted and pays, in credits of the smallest unit; the platform sets it. */
export const TermsForm = (props: {
  readonly user: User
  readonly isReadOnly: boolean
  readonly onSaved: () => void
}) => {
  const act = createAct()
  const [discount, setDiscount] = createSignal(String(props.user.discountPercent))
  const [prices, setPrices] = createSignal({
    whatsapp: toText(props.user.messagePrices.whatsapp),
    telegram: toText(props.user.messagePrices.telegram),
    group: toText(props.user.messagePrices.group)
  })
  const [plan, setPlan] = createSignal(props.user.plan ?? "")
  const [overdraft, setOverdraft] = createSignal(String(props.user.overdraft))
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const { whatsapp, telegram, group } = prices()
    const isSaved = await act.run(() =>
      setUserTerms(props.user.id, {
        discountPercent: Number(discount()),
        messagePrices: { whatsapp: toPrice(whatsapp), telegram: toPrice(telegram), group: toPrice(group) },
        plan: plan().trim() === "" ? null : plan().trim(),
        overdraft: Number(overdraft())
      })
    )
    if (isSaved) props.onSaved()
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={(event) => void save(event)}>
      <div class="grid grid-cols-2 gap-2">
        <Field
          label="Plan"
          maxlength={60}
          placeholder="none"
          disabled={props.isReadOnly}
          value={plan()}
          onInput={(event) => setPlan(event.currentTarget.value)}
        />
        <Field
          label="Overdraft"
          hint="How far below nothing the credit may go."
          type="number"
          min={0}
          step={1}
          required
          disabled={props.isReadOnly}
          value={overdraft()}
          onInput={(event) => setOverdraft(event.currentTarget.value)}
        />
      </div>
      <Field
        label="Discount in per cent"
        type="number"
        min={0}
        max={100}
        step={1}
        required
        disabled={props.isReadOnly}
        value={discount()}
        onInput={(event) => setDiscount(event.currentTarget.value)}
      />
      <div class="grid grid-cols-3 gap-2">
        <For each={kinds}>
          {([kind, label]) => (
            <Field
              label={label}
              type="number"
              min={0}
              step={1}
              placeholder="usual"
              disabled={props.isReadOnly}
              value={prices()[kind]}
              onInput={(event) => setPrices({ ...prices(), [kind]: event.currentTarget.value })}
            />
          )}
        </For>
      </div>
      <p class="text-xs text-muted">Credits for one message; empty is the usual price.</p>
      <Show when={act.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} isSmall />}</Show>
      <Show when={!props.isReadOnly}>
        <Button class="self-start" type="submit" isBusy={act.isBusy()}>
          Save
        </Button>
      </Show>
    </form>
  )
}

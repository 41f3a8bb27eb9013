import { createSignal, For, Show } from "solid-js"
import { type Account, getAccount, setContact } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { createForm, textOf } from "./createForm.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"

const parts = [
  { key: "email", label: "E-mail", type: "email", autocomplete: "email" },
  { key: "whatsapp", label: "WhatsApp number", type: "tel", autocomplete: "tel" },
  { key: "telegram", label: "Telegram username", type: "text", autocomplete: "off" }
] as const

const shown = (account: Account, key: (typeof parts)[number]["key"]): string => {
  const value = account[key]
  if (value === null) return ""
  return key === "whatsapp" ? `+${value}` : key === "telegram" ? `@${value}` : value
}

/** Addresses of this login; links for a new password go to the e-mail address. */
export const ContactPart = () => {
  const account = createRead(getAccount)
  const [isOpen, setOpen] = createSignal(false)
  return (
    <>
      <Show when={account.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={account.reload} isSmall />}
      </Show>
      <Show when={account.value()} fallback={<div class="h-24" aria-busy="true" />}>
        {(value) => (
          <Show
            when={isOpen()}
            fallback={
              <>
                <dl class="mb-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
                  <For each={parts}>
                    {(part) => (
                      <>
                        <dt class="text-muted">{part.label}</dt>
                        <dd class="truncate">{shown(value(), part.key) || "none"}</dd>
                      </>
                    )}
                  </For>
                </dl>
                <Button onClick={() => setOpen(true)}>Edit</Button>
              </>
            }
          >
            <ContactForm
              account={value()}
              onClose={() => {
                setOpen(false)
                account.reload()
              }}
            />
          </Show>
        )}
      </Show>
    </>
  )
}

const ContactForm = (props: { readonly account: Account; readonly onClose: () => void }) => {
  const form = createForm([...parts.map(({ key }) => key), "password"])
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    const body = {
      email: text("email"),
      whatsapp: text("whatsapp"),
      telegram: text("telegram"),
      password: text("password")
    }
    void form.act.run(() => setContact(body)).then((isRight) => isRight && props.onClose())
  }
  return (
    <form class="flex flex-col gap-3" onSubmit={submit}>
      <For each={parts}>
        {(part) => (
          <Field
            label={part.label}
            name={part.key}
            type={part.type}
            autocomplete={part.autocomplete}
            value={shown(props.account, part.key)}
            trouble={form.troubleOf(part.key)}
          />
        )}
      </For>
      <Field
        label="Your password"
        name="password"
        type="password"
        hint="Links for a new password go to this e-mail address."
        autocomplete="current-password"
        trouble={form.troubleOf("password")}
        required
      />
      <FormTrouble trouble={form.trouble()} />
      <div class="flex justify-end gap-2">
        <Button onClick={() => props.onClose()}>Back</Button>
        <Button type="submit" look="solid" isBusy={form.act.isBusy()}>
          Save
        </Button>
      </div>
    </form>
  )
}

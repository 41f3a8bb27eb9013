import { For } from "solid-js"
import type { NewChannel } from "../api/Gateway.ts"
import { Field } from "../ui/Field.tsx"

interface FieldSpec {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly pattern: string
  readonly title: string
  readonly isSecret?: boolean
  readonly isOptional?: boolean
}

const secret = (shortest: number) => `[!-~]{${shortest},1000}`

const fields: Readonly<Record<NewChannel["kind"], ReadonlyArray<FieldSpec>>> = {
  whatsapp: [],
  telegram: [
    {
      name: "token",
      label: "Bot token",
      hint: "From @BotFather, like 123456789:AAE… Kept encrypted.",
      pattern: String.raw`\d{3,20}:[\w\-]{20,100}`,
      title: "The token as BotFather writes it",
      isSecret: true
    }
  ],
  whatsapp_cloud: [
    {
      name: "phoneNumberId",
      label: "Phone number id",
      hint: "From WhatsApp → API Setup in Meta's app dashboard. Not the number itself.",
      pattern: String.raw`\d{5,30}`,
      title: "Digits only"
    },
    {
      name: "accessToken",
      label: "Access token",
      hint: "Of a system user, so that it does not end. Kept encrypted.",
      pattern: secret(20),
      title: "The token as Meta gave it",
      isSecret: true
    },
    {
      name: "appSecret",
      label: "App secret",
      hint: "From App settings → Basic. Meta signs its webhooks with it. Kept encrypted.",
      pattern: secret(16),
      title: "The secret as Meta shows it",
      isSecret: true
    },
    {
      name: "verifyToken",
      label: "Verify token",
      hint: "Any word of your own, 8 characters or more. You type it at Meta too, beside the webhook's address.",
      pattern: secret(8),
      title: "8 characters or more, without blanks",
      isSecret: true
    }
  ],
  green_api: [
    {
      name: "idInstance",
      label: "Instance id",
      hint: "idInstance in the console of Green API.",
      pattern: String.raw`\d{5,20}`,
      title: "Digits only"
    },
    {
      name: "apiTokenInstance",
      label: "Instance token",
      hint: "apiTokenInstance in the console. Kept encrypted.",
      pattern: secret(20),
      title: "The token as Green API shows it",
      isSecret: true
    },
    {
      name: "apiUrl",
      label: "API address",
      hint: "apiUrl in the console, when it is not https://api.green-api.com.",
      pattern: String.raw`https?://[\w.\-]+(:\d+)?/?`,
      title: "Such as https://7103.api.greenapi.com",
      isOptional: true
    },
    {
      name: "webhookToken",
      label: "Webhook token",
      hint: "12 characters or more, the same as webhookUrlToken there. Without it messages are fetched.",
      pattern: secret(12),
      title: "12 characters or more, without blanks",
      isSecret: true,
      isOptional: true
    }
  ]
}

/** What a kind of channel needs to connect. */
export const ChannelFields = (props: { readonly kind: NewChannel["kind"] }) => (
  <For each={fields[props.kind]}>
    {(field) => (
      <Field
        label={field.label}
        name={field.name}
        type={field.isSecret === true ? "password" : "text"}
        hint={field.hint}
        pattern={field.pattern}
        title={field.title}
        required={field.isOptional !== true}
        autocomplete="off"
        spellcheck={false}
      />
    )}
  </For>
)

/** What was typed into the fields of a kind; empty ones are left out. */
export const typedFields = (kind: NewChannel["kind"], values: FormData): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields[kind].flatMap(({ name }) => {
      const text = String(values.get(name) ?? "").trim()
      return text === "" ? [] : [[name, text]]
    })
  )

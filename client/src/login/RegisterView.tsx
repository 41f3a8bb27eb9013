import { A, useNavigate } from "@solidjs/router"
import { createSignal, For, Match, Switch } from "solid-js"
import { register, type Registered, whichDoors } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Field } from "../ui/Field.tsx"
import { createForm, textOf } from "./createForm.ts"
import { DoorPage } from "./DoorPage.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { PasswordFields } from "./PasswordFields.tsx"

const fields = ["username", "email", "whatsapp", "telegram", "password"]

/** An owner comes in; his panel can wait. */
const RegisterView = () => {
  const navigate = useNavigate()
  const doors = createRead(() => whichDoors())
  const form = createForm(fields)
  const [done, setDone] = createSignal<Registered | null>(null)
  const goOn = (registered: Registered) => navigate(registered.mustEnrol ? "/factor" : "/", { replace: true })
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const text = textOf(event)
    const panel = { panelUrl: text("panelUrl").trim(), panelKey: text("panelKey").trim() }
    void form.act.run(async () => {
      const registered = await register({
        username: text("username").trim(),
        email: text("email"),
        whatsapp: text("whatsapp"),
        telegram: text("telegram"),
        password: text("password"),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        ...(panel.panelUrl === "" && panel.panelKey === "" ? {} : panel)
      })
      if (registered.panel === null) goOn(registered)
      else setDone(registered)
    })
  }
  return (
    <DoorPage title="Register">
      <Switch>
        <Match when={done()}>
          {(registered) => <PanelNews registered={registered()} onGoOn={() => goOn(registered())} />}
        </Match>
        <Match when={doors.trouble()}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={doors.reload} isSmall />}
        </Match>
        <Match when={doors.value()?.isOpen === false}>
          <p>Registration is closed here. Ask the platform’s admin for a login.</p>
          <LogInInstead />
        </Match>
        <Match when={doors.value()}>
          <form class="flex flex-col gap-3" onSubmit={submit}>
            <Field
              label="Username"
              name="username"
              hint="3 to 32 letters a to z, digits or . _ -"
              trouble={form.troubleOf("username")}
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              minlength={3}
              maxlength={32}
              required
              autofocus
            />
            <PasswordFields name="password" label="Password" trouble={form.troubleOf("password")} />
            <Field
              label="E-mail"
              name="email"
              type="email"
              trouble={form.troubleOf("email")}
              autocomplete="email"
              required
            />
            <Field
              label="WhatsApp number"
              name="whatsapp"
              type="tel"
              hint="With the country code, for example +9779800000100"
              trouble={form.troubleOf("whatsapp")}
              autocomplete="tel"
              required
            />
            <Field
              label="Telegram username"
              name="telegram"
              hint="For example @your_name"
              trouble={form.troubleOf("telegram")}
              autocapitalize="none"
              spellcheck={false}
              required
            />
            <fieldset class="flex flex-col gap-3 border-t border-line pt-3">
              <legend class="float-left mb-1 w-full font-medium">Your panel</legend>
              <p class="text-muted">You can add it later. Its kind is found out from these two.</p>
              <Field
                label="Panel address"
                name="panelUrl"
                type="text"
                inputmode="url"
                autocapitalize="none"
                spellcheck={false}
              />
              <Field label="Panel API key" name="panelKey" type="password" autocomplete="off" />
            </fieldset>
            <FormTrouble trouble={form.trouble()} />
            <Button type="submit" look="solid" class="mt-1 h-9" isBusy={form.act.isBusy()}>
              Register
            </Button>
          </form>
          <LogInInstead />
        </Match>
      </Switch>
    </DoorPage>
  )
}

const LogInInstead = () => (
  <p class="mt-4 border-t border-line pt-4 text-muted">
    Have a login already?{" "}
    <A href="/login" class="font-medium text-accent underline">
      Log in
    </A>
  </p>
)

/** You are registered, whatever became of the panel. */
const PanelNews = (props: { readonly registered: Registered; readonly onGoOn: () => void }) => {
  const isAdded = () => props.registered.panel?.isAdded === true
  return (
    <div role="status" class="flex flex-col gap-3">
      <p class="font-medium">
        {isAdded()
          ? "You are registered, and your panel is added."
          : "You are registered. Your panel is not added yet."}
      </p>
      <ul class="flex flex-col gap-1 text-muted">
        <For each={props.registered.panel?.words ?? []}>{(words) => <li>{words}</li>}</For>
      </ul>
      <Button
        ref={(button: HTMLButtonElement) => queueMicrotask(() => button.focus())}
        look="solid"
        class="h-9"
        onClick={() => props.onGoOn()}
      >
        Go on
      </Button>
    </div>
  )
}

export default RegisterView

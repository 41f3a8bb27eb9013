import { Match, Switch } from "solid-js"
import { QrCode } from "../channels/QrCode.tsx"
import type { NewFactor } from "../api/AccountGateway.ts"
import { Button } from "../ui/Button.tsx"
import { CopyText } from "../ui/CopyText.tsx"
import { Field } from "../ui/Field.tsx"
import { createFactorSetup } from "./createFactorSetup.ts"
import { textOf } from "./createForm.ts"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { RecoveryCodes } from "./RecoveryCodes.tsx"

type Setup = ReturnType<typeof createFactorSetup>

/** Sets up a second factor in three steps: password, app and its first code, recovery codes. */
export const FactorSetup = (props: { readonly onDone: () => void }) => {
  const setup = createFactorSetup()
  return (
    <Switch fallback={<PasswordStep setup={setup} />}>
      <Match when={setup.codes()}>
        {(codes) => <RecoveryCodes codes={codes()} onDone={() => props.onDone()} />}
      </Match>
      <Match when={setup.begun()}>{(begun) => <AppStep setup={setup} begun={begun()} />}</Match>
    </Switch>
  )
}

const PasswordStep = (props: { readonly setup: Setup }) => (
  <form
    class="flex flex-col gap-3"
    onSubmit={(event: SubmitEvent & { currentTarget: HTMLFormElement }) =>
      props.setup.begin(textOf(event)("password"))
    }
  >
    <p class="text-muted">
      At every log-in you will be asked for a code of an app on your phone, such as Aegis, 2FAS or Google
      Authenticator. First your password, so that nobody does this on your open computer.
    </p>
    <Field
      ref={(field: HTMLInputElement) => queueMicrotask(() => field.focus())}
      label="Your password"
      name="password"
      type="password"
      autocomplete="current-password"
      trouble={props.setup.form.troubleOf("password")}
      required
      data-autofocus
    />
    <FormTrouble trouble={props.setup.form.trouble()} />
    <Button type="submit" look="solid" class="h-9" isBusy={props.setup.form.act.isBusy()}>
      Go on
    </Button>
  </form>
)

const AppStep = (props: { readonly setup: Setup; readonly begun: NewFactor }) => (
  <form
    class="flex flex-col gap-3"
    onSubmit={(event: SubmitEvent & { currentTarget: HTMLFormElement }) =>
      props.setup.confirm(textOf(event)("code").trim())
    }
  >
    <p>Scan this with the app, or type the key into it.</p>
    <div class="flex justify-center">
      <QrCode text={props.begun.uri} label="QR code to scan with the app" />
    </div>
    <CopyText label="Key for the app" text={props.begun.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")} />
    <Field
      ref={(field: HTMLInputElement) => queueMicrotask(() => field.focus())}
      label="Code that the app shows"
      name="code"
      inputmode="numeric"
      autocomplete="one-time-code"
      trouble={props.setup.form.troubleOf("code")}
      maxlength={10}
      required
    />
    <FormTrouble trouble={props.setup.form.trouble()} />
    <Button type="submit" look="solid" class="h-9" isBusy={props.setup.form.act.isBusy()}>
      Switch it on
    </Button>
  </form>
)

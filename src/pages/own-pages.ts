import type { DeleteView } from "./delete-page.ts";
import type { EmailView } from "./email-page.ts";
import type { ForgotView } from "./forgot-page.ts";
import type { HomeView } from "./home-page.ts";
import type { Frame, Html } from "./layout.ts";
import type { LoginView } from "./login-page.ts";
import type { LogoutView } from "./logout-page.ts";
import type { Notice } from "./notice-page.ts";
import type { PasswordView } from "./password-page.ts";
import type { ProblemView } from "./problem-page.ts";
import type { RegisterView } from "./register-page.ts";
import type { ResetView } from "./reset-page.ts";
import type { SessionsView } from "./sessions-page.ts";
import type { VerifyView } from "./verify-page.ts";
import type { WelcomeView } from "./welcome-page.ts";

/** What each page is made from: plain data. */
export interface PageViews {
  readonly home: HomeView;
  readonly register: RegisterView;
  readonly login: LoginView;
  readonly welcome: WelcomeView;
  readonly sessions: SessionsView;
  readonly logout: LogoutView;
  readonly password: PasswordView;
  readonly forgot: ForgotView;
  readonly reset: ResetView;
  readonly verify: VerifyView;
  readonly email: EmailView;
  readonly delete: DeleteView;
  /** What was done, after a form that leads nowhere else. */
  readonly notice: Notice;
  /** Everything that cannot be shown beside a form: 404, 403, 503, … */
  readonly problem: ProblemView;
}

export type PageName = keyof PageViews;

/** Every page, by name. */
export const PAGES: Readonly<Record<PageName, true>> = {
  home: true,
  register: true,
  login: true,
  welcome: true,
  sessions: true,
  logout: true,
  password: true,
  forgot: true,
  reset: true,
  verify: true,
  email: true,
  delete: true,
  notice: true,
  problem: true,
};

/**
 * A page of one's own: from its view, and what every page knows, to a whole document. A text is sent as it is,
 * so that what stands in the view has to be escaped; `html` of `hono/html` does that by itself.
 */
export type OwnPage<View> = (view: View, frame: Frame) => string | Html;

/** By the page that each takes the place of. */
export type OwnPages = { readonly [Name in PageName]?: OwnPage<PageViews[Name]> };

/** The words of what one does with one's account once it is there. */
export interface AccountWords {
  /** Above a form that was refused. */
  readonly refused: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** Of the field that takes either, where addresses are verified. */
  readonly nameOrEmail: string;
  readonly toLogin: string;
  readonly password: {
    readonly link: string;
    readonly title: string;
    readonly lead: string;
    readonly submit: string;
    readonly changed: string;
    readonly changedLead: string;
  };
  readonly forgot: {
    readonly link: string;
    readonly title: string;
    readonly lead: string;
    readonly submit: string;
    readonly sent: string;
    readonly sentLead: string;
  };
  readonly reset: {
    readonly title: string;
    readonly lead: (name: string) => string;
    readonly submit: string;
    /** On the login page, afterwards. */
    readonly done: string;
    readonly invalid: string;
    readonly again: string;
  };
  readonly verify: {
    readonly title: string;
    readonly question: (email: string, name: string) => string;
    readonly submit: string;
    readonly verified: string;
    readonly verifiedLead: string;
    readonly unverified: (email: string) => string;
    readonly send: string;
    readonly sent: string;
    readonly sentLead: string;
    readonly invalid: string;
  };
  readonly email: {
    readonly link: string;
    readonly title: string;
    readonly isVerified: (email: string) => string;
    readonly isUnverified: (email: string) => string;
    readonly isNone: string;
    readonly label: string;
    readonly hint: string;
    readonly submit: string;
    readonly sent: string;
    readonly sentLead: string;
  };
  readonly delete: {
    readonly link: string;
    readonly title: string;
    readonly lead: (name: string) => string;
    readonly submit: string;
    readonly deleted: string;
    readonly deletedLead: string;
  };
}

/** The words of what one does with one's account once it is there. */
export interface AccountWords {
  /** Above a form that was refused. */
  readonly refused: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly password: {
    readonly link: string;
    readonly title: string;
    readonly lead: string;
    readonly submit: string;
    readonly changed: string;
    readonly changedLead: string;
  };
}

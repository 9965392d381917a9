/** What every answer is an answer to. */
export interface Asked {
  readonly request: Request;
  /** Ours: incoming ones are ignored. */
  readonly requestId: string;
}

/** Whoever the stories are about. */
export const ADA = { username: "ada", password: "five green apples" } as const;
export const BOB = { username: "bob", password: "seven blue plums" } as const;

/** 32 bytes and more, and unlike any example: production takes them. */
export const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
export const OLDER_SECRET = "h8Qw2Ee5Rt7Yu1Io4Pa6Sd9Fg3Hj0KlZ";

export interface HashPart {
  readonly text: string;
  readonly meaning: string;
}

const BCRYPT_SHA256 = /^(bcrypt_sha256)\$(\$2[aby]\$)(\d\d)\$(.{22})(.{31})$/;

/** What the parts of an encoded hash mean, for people who look at one in the shell. */
export const explainHash = (encoded: string): readonly HashPart[] => {
  if (encoded.startsWith("!")) {
    return [{ text: "!", meaning: "unusable: nobody can log in with a password" }];
  }
  const match = BCRYPT_SHA256.exec(encoded);
  if (!match) {
    const algorithm = encoded.split("$", 1)[0] ?? "";
    return [{ text: algorithm, meaning: "an algorithm that nobody here can verify" }];
  }
  const [, algorithm = "", version = "", cost = "", salt = "", digest = ""] = match;
  return [
    {
      text: algorithm,
      meaning: "the algorithm: bcrypt over the SHA-256 of the password, as Django writes it",
    },
    { text: version, meaning: "the version of bcrypt" },
    { text: cost, meaning: `the cost: 2^${Number(cost)} = ${2 ** Number(cost)} rounds` },
    {
      text: salt,
      meaning: "the salt: 128 random bits, so that equal passwords have unequal hashes",
    },
    { text: digest, meaning: "the hash: what only the password and the salt together give" },
  ];
};

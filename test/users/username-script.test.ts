import assert from "node:assert/strict";
import { test } from "node:test";
import { isOneScript, looksLatin } from "../../src/users/username-script.ts";

test("takes names of one script, with digits and the marks of it", () => {
  const names = ["ada", "zoë", "Άννα", "Мария", "דנה", "ليلى", "अनिता", "สมชาย", "ada.l_1815+x-y"];
  for (const name of [...names, "Նարե", "გიორგი", "e\u0301"])
    assert.equal(isOneScript(name), true, name);
});

test("takes the three mixtures in which people write (UTS 39, 5.1)", () => {
  for (const name of ["田中さくらエリ", "김민준金", "王ㄨㄤ", "はなこ", "ミカ"]) {
    assert.equal(isOneScript(name), true, name);
  }
  assert.equal(isOneScript("さくら민준"), false);
});

test("refuses names of two scripts (T189)", () => {
  for (const name of ["аdmin", "adminа", "paypaΙ", "Адаm", "aდa", "דנהa", "aさ"]) {
    assert.equal(isOneScript(name), false, name);
  }
});

test("knows a name of another script that reads as a Latin one (T189)", () => {
  for (const name of ["соре", "СОРЕ", "хеу", "раураӏ", "ΑΝΝΑ", "ВОВ", "а1"]) {
    assert.equal(looksLatin(name), true, name);
  }
  for (const name of ["привет", "Άννα", "cope", "a1", "1", "_", "ада", "zoë"]) {
    assert.equal(looksLatin(name), false, name);
  }
});

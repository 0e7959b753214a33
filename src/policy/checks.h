#pragma once
// What no single member can be wrong about: ids used twice, limits the wrong way round, rules that forget to say that
// nobody verified them. Speaks only about members that were read well; the others have their mistake already.

#include "base/mistakes.h"
#include "base/read_tree.h"
#include "clinic/pack/pack.h"

namespace afterglow::policy {

void check_pack(const clinic::Pack& pack, const Places& places, Mistakes& mistakes);

}  // namespace afterglow::policy

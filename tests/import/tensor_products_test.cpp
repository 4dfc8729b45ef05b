#include "import/placed.h"
#include "import/sub_listing.h"
#include "support/catch.h"

// Products of tensors as layers.
using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("tensors are multiplied") {
    auto multiply = [](Placer& placer, const Tensors& in) { return product(placer, in[0], in[1]); };
    const PlacedRow rows[] = {
        {hwc, {"Nx5x6", "Nx6x7"}, multiply, "Nx5x7", "y: matmul from=a,b\n"},
        {hwc, {"Nx5x6", "6x7"}, multiply, "Nx5x7", "y: matmul from=a,b\n"},
        {hwc, {"6x7", "Nx7x5"}, multiply, "Nx6x5", "y: matmul from=a,b\n"},
        {hwc, {"N4x5x6", "6x7"}, multiply, "N4x5x7", "y: matmul from=a,b\n"},
        {hwc, {"6x7", "N4x7x5"}, multiply, "N4x6x5", "y: matmul from=a,b\n"},
        {hwc, {"Nx5", "5x6"}, multiply, "1x6", "y/reshape: reshape 1x5 from=a\ny: matmul from=y/reshape,b\n"},
        {hwc, {"N4x5", "5x6"}, multiply, "it works along the batch; export the model with a batch of 1", ""},
        {hwc, {"Nx2x5x6", "8x6x7"}, multiply, "stopped", "y: matmul from=a,b\n"},
        {hwc, {"Nx5x6", "Nx5x7"}, multiply, "stopped", "y: matmul from=a,b\n"},
        {hwc,
         {"6", "6x7"},
         multiply,
         "7",
         "y/reshape: reshape 1x6 from=a\ny: matmul from=y/reshape,b\ny/reshape_2: flatten\n"},
        {hwc,
         {"Nx5x6", "6"},
         multiply,
         "Nx5",
         "y/reshape: reshape 6x1 from=b\ny: matmul from=a,y/reshape\ny/reshape_2: flatten\n"},
        {hwc,
         {"6", "6"},
         multiply,
         "",
         "y/reshape: reshape 1x6 from=a\ny/reshape_2: reshape 6x1 from=b\ny: matmul "
         "from=y/reshape,y/reshape_2\ny/reshape_3: flatten\n"},
        {hwc, {"N4", "4x7"}, multiply, "it works along the batch; export the model with a batch of 1", ""},
        {hwc, {"Nx5x6", ""}, multiply, "a factor has no axes", ""},
        {hwc,
         {"Nx5x6"},
         ON(product(p, in[0], p.turned(in[0], {0, 2, 1}))),
         "Nx5x5",
         "y/permute: permute 1x0\ny: matmul from=a,y/permute\n"},
        {hwc, {"Nx5x6"}, ON(linear(p, in[0], 7, {{}, {}})), "Nx5x7", "y: dense 7\n"},
        {chw,
         {"Nx5x6"},
         ON(linear(p, in[0], 7, {" no-bias", {}})),
         "Nx5x7",
         "y/permute: permute 1x0\ny: dense 7 no-bias\n"},
        {hwc, {"N"}, ON(linear(p, in[0], 7, {{}, {}})), "7", "y: dense 7\n"},
        {hwc, {"Nx5"}, ON(embedded(p, in[0], 9, 4, {{}, {}})), "Nx5x4", "y: embedding 9 4\n"},
        {hwc,
         {"Nx5x2"},
         ON(embedded(p, in[0], 9, 4, {{}, {}})),
         "Nx5x2x4",
         "y/reshape: flatten\ny: embedding 9 4\ny/reshape_2: reshape 5x2x4\n"},
        {chw, {"5"}, ON(embedded(p, in[0], 9, 4, {{}, {}})), "5x4", "y: embedding 9 4\n"},
    };
    for (const PlacedRow& row : rows) check(row);
}

#define EINSUM(equation) ON(einsum(p, equation, in))

TEST_CASE("an equation of Einstein's sum becomes products, sums and permutes") {
    const PlacedRow rows[] = {
        {hwc,
         {"Nx2x5x6", "Nx2x7x6"},
         EINSUM("bhid,bhjd->bhij"),
         "Nx2x5x7",
         "y/permute: permute 0x2x1 from=b\ny: matmul from=a,y/permute\n"},
        {hwc,
         {"Nx5x2x6", "Nx7x2x6"},
         EINSUM("bqhd,bkhd->bhqk"),
         "Nx2x5x7",
         "y/permute: permute 1x0x2 from=a\ny/permute_2: permute 1x2x0 from=b\ny: matmul from=y/permute,y/permute_2\n"},
        {hwc,
         {"Nx2x5x7", "Nx7x2x6"},
         EINSUM("bhqk, bkhd -> bqhd"),
         "Nx5x2x6",
         "y/permute: permute 1x0x2 from=b\ny: matmul from=a,y/permute\n"},
        {hwc, {"Nx5x6", "6x7"}, EINSUM("bnd,dk->bnk"), "Nx5x7", "y: matmul from=a,b\n"},
        {hwc,
         {"Nx5x6", "6x2x7"},
         EINSUM("bnd,dhk->bhnk"),
         "Nx2x5x7",
         "y/reshape: reshape 6x14 from=b\ny: matmul from=a,y/reshape\ny/reshape_2: reshape 5x2x7\n"},
        {hwc,
         {"Nx5x2x6", "2x6x7"},
         EINSUM("bnhk,hkd->bnd"),
         "Nx5x7",
         "y/reshape: reshape 5x12 from=a\ny/reshape_2: reshape 12x7 from=b\ny: matmul from=y/reshape,y/reshape_2\n"},
        {hwc, {"N4x5x6", "6x7"}, EINSUM("bnd,dk->bnk"), "N4x5x7", "y: matmul from=a,b\n"},
        {hwc,
         {"6x7", "N4x5x6"},
         EINSUM("dk,bnd->bnk"),
         "N4x5x7",
         "y/permute: permute 1x0 from=a\ny/permute_2: permute 1x0 from=b\ny: matmul from=y/permute,y/permute_2\n"},
        {hwc,
         {"Nx5x6", "7x6"},
         EINSUM("...d,kd->...k"),
         "Nx5x7",
         "y/permute: permute 1x0 from=b\ny: matmul from=a,y/permute\n"},
        {hwc, {"5x6", "6x7"}, EINSUM("ij,jk"), "5x7", "y: matmul from=a,b\n"},
        {hwc, {"5x6", "6x7"}, EINSUM("ij,jk->ki"), "7x5", "y: matmul from=a,b\n"},
        {hwc,
         {"5", "6"},
         EINSUM("i,j->ij"),
         "5x6",
         "y/reshape: reshape 5x1 from=a\ny/reshape_2: reshape 1x6 from=b\ny: multiply from=y/reshape,y/reshape_2\n"},
        {hwc,
         {"5", "5"},
         EINSUM("i,i->"),
         "",
         "y/reshape: reshape 1x5 from=a\ny/reshape_2: reshape 5x1 from=b\ny: matmul "
         "from=y/reshape,y/reshape_2\ny/reshape_3: flatten\n"},
        {hwc,
         {"Nx5x6", "Nx6"},
         EINSUM("bij,bj->bij"),
         "Nx5x6",
         "y/reshape: reshape 1x6 from=b\ny: multiply from=a,y/reshape\n"},
        {hwc,
         {"Nx5x6", "Nx6"},
         EINSUM("bij,bj->bi"),
         "Nx5",
         "y/reshape: reshape 6x1 from=b\ny: matmul from=a,y/reshape\ny/reshape_2: flatten\n"},
        {hwc,
         {"Nx5x6", "Nx5"},
         EINSUM("bij,bi->bij"),
         "Nx5x6",
         "y/reshape: reshape 5x1 from=b\ny: multiply from=a,y/reshape\n"},
        {hwc, {"Nx5x6"}, EINSUM("bij->bji"), "Nx6x5", ""},
        {hwc, {"Nx5x6"}, EINSUM("bij->bj"), "Nx6", "y/sum: reduce 0 by=sum\n"},
        {hwc, {"Nx5x6"}, EINSUM("...j->..."), "Nx5", "y/sum: reduce 1 by=sum\n"},
        {hwc, {"5x6", "6x7", "7x2"}, EINSUM("ij,jk,kl->il"), "5x2", "y: matmul from=a,b\ny_2: matmul from=y,c\n"},
        {hwc,
         {"5x6", "6x7"},
         EINSUM("ij,kl->jl"),
         "6x7",
         "y/sum: reduce 0 by=sum from=a\ny/sum_2: reduce 0 by=sum from=b\ny/reshape: reshape 6x1 "
         "from=y/sum\ny/reshape_2: reshape 1x7 from=y/sum_2\ny: multiply from=y/reshape,y/reshape_2\n"},
        {hwc,
         {"Nx5x6", "1x6x7"},
         EINSUM("bij,bjk->bik"),
         "Nx5x7",
         "y/reshape: reshape 6x7 from=b\ny: matmul from=a,y/reshape\n"},
        {hwc,
         {"5x1", "6x7"},
         EINSUM("ij,jk->ik"),
         "5x7",
         "y/reshape: flatten from=a\ny/sum: reduce 0 by=sum from=b\ny/reshape_2: reshape 5x1 "
         "from=y/reshape\ny/reshape_3: reshape 1x7 from=y/sum\ny: multiply from=y/reshape_2,y/reshape_3\n"},
        {chw,
         {"Nx2x5x6", "Nx2x7x6"},
         EINSUM("bhid,bhjd->bhij"),
         "Nx2x5x7",
         "y/permute: permute 0x2x1 from=b\ny: matmul from=a,y/permute\n"},
        {hwc, {"5x5"}, EINSUM("ii->i"), "the equation `ii->i` is of a diagonal", ""},
        {hwc,
         {"5x6", "6x7"},
         EINSUM("ij,jk->im"),
         "the equation `ij,jk->im` has a result that does not name its axes once",
         ""},
        {hwc,
         {"5x6", "6x7"},
         EINSUM("ij,jk->ii"),
         "the equation `ij,jk->ii` has a result that does not name its axes once",
         ""},
        {hwc, {"5x6", "6x7"}, EINSUM("ij,jk->i1"), "the equation `ij,jk->i1` has characters that are not letters", ""},
        {hwc,
         {"5x6", "6x7"},
         EINSUM("ij,jk,kl->il"),
         "the equation `ij,jk,kl->il` is for 3 tensors, and there are 2",
         ""},
        {hwc,
         {"5x6", "7x8"},
         EINSUM("ij,jk->ik"),
         "an axis of the equation `ij,jk->ik` is 7 in one tensor and 6 in another",
         ""},
        {hwc, {"5x6", "6x7"}, EINSUM("ijk,jk->ik"), "the equation `ijk,jk->ik` has other axes than the tensors", ""},
        {hwc, {"5x6", "6x7"}, EINSUM(""), "the equation `` is for 1 tensor, and there are 2", ""},
        {hwc,
         {"N4x5", "N4x6"},
         EINSUM("bi,bj->ij"),
         "it works along the batch; export the model with a batch of 1",
         ""},
    };
    for (const PlacedRow& row : rows) check(row);
}

TEST_CASE("a product of an equation has a MAC for each index of all its letters") {
    struct Macs {
        PlacedRow row;
        int64_t macs;
    };
    const Macs rows[] = {
        {{hwc, {"Nx2x5x6", "Nx2x7x6"}, EINSUM("bhid,bhjd->bhij"), "", ""}, 2 * 5 * 6 * 7},
        {{chw, {"Nx5x2x6", "Nx7x2x6"}, EINSUM("bqhd,bkhd->bhqk"), "", ""}, 5 * 2 * 6 * 7},
        {{hwc, {"Nx5x6", "6x2x7"}, EINSUM("bnd,dhk->bhnk"), "", ""}, 5 * 6 * 2 * 7},
        {{hwc, {"Nx5x2x6", "2x6x7"}, EINSUM("bnhk,hkd->bnd"), "", ""}, 5 * 2 * 6 * 7},
        {{hwc, {"3x5x6", "7x3x2x6"}, EINSUM("ijk,limk->jlm"), "", ""}, 3 * 5 * 6 * 7 * 2},
        {{hwc, {"Nx5x6", "Nx6"}, EINSUM("bij,bj->bi"), "", ""}, 5 * 6},
        {{hwc, {"5x6", "6x7", "7x2"}, EINSUM("ij,jk,kl->il"), "", ""}, 5 * 6 * 7 + 5 * 7 * 2},
    };
    for (const Macs& one : rows) {
        Outcome outcome = outcome_of(one.row);
        auto totals = totals_of(outcome.listing, one.row.layout);
        INFO(outcome.listing);
        REQUIRE(totals);
        CHECK(totals->macs == one.macs);
    }
}

TEST_CASE("what a file records of a product is expected in the order of its layer") {
    const PlacedRow rows[] = {
        {hwc, {"5x6", "6x7"}, EINSUM("ij,jk->ik"), "5x7", "y: matmul from=a,b -> 5x7\n"},
        {hwc, {"5x6", "6x7"}, EINSUM("ij,jk->ki"), "7x5", "y: matmul from=a,b -> 5x7\n"},
        {hwc,
         {"5x6", "6x7"},
         ON(p.reshaped(einsum(p, "ij,jk->ki", in), {5, 7})),
         "5x7",
         "y: matmul from=a,b -> 5x7\ny/permute: permute 1x0\ny/reshape: reshape 5x7\n"},
    };
    check(rows[0], {5, 7});
    check(rows[1], {7, 5});
    check(rows[2], {7, 5});
}

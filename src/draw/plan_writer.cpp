#include "draw/plan_writer.h"

#include <algorithm>

namespace nnshape {

void visit(const Plan& plan, const PlanParts& parts) {
    std::vector<uint32_t> open;
    uint32_t next = 0;
    auto depth = [&] { return static_cast<int>(open.size()); };
    for (uint32_t box = 0; box <= plan.boxes.size(); ++box) {
        while (!open.empty() && plan.frames[open.back()].end == box) {
            uint32_t frame = open.back();
            open.pop_back();
            parts.close(frame, depth());
        }
        if (box == plan.boxes.size()) break;
        for (; next < plan.frames.size() && plan.frames[next].first == box; ++next) {
            parts.open(next, depth());
            open.push_back(next);
        }
        parts.box(box, depth());
    }
}

std::vector<Role> roles_of(const Plan& plan) {
    std::vector<Role> roles;
    for (const PlanBox& box : plan.boxes) roles.push_back(box.role);
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    return roles;
}

}  // namespace nnshape

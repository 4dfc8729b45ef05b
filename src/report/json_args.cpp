#include "report/json_args.h"

#include "base/text.h"
#include "layers/decimal.h"

namespace nnshape {
namespace {

class ArgsWriter {
  public:
    ArgsWriter(const Study& study, uint32_t index, Layout layout, JsonWriter& json)
        : node_(study.network.nodes[index]), args_(study.network.args_of(node_)), layout_(layout), json_(json) {
        auto reads = study.network.reads_of(node_);
        if (!reads.empty()) input_ = study.network.nodes[reads[0]].output;
    }

    void write() {
        json_.open_object();
        for (size_t index = 0; index < args_.params().size(); ++index) {
            json_.key(args_.params()[index].name);
            value(static_cast<int>(index));
        }
        if (node_.activation) json_.key("activation").value(node_.activation->name);
        json_.close_object();
    }

    void value(int index) {
        const Param& param = args_.params()[static_cast<size_t>(index)];
        bool given = args_.has(index);
        if (!given && param.fallback == Fallback::none) {
            json_.null();
            return;
        }
        switch (param.type) {
            case ParamType::integer: json_.value(number(index, param)); return;
            case ParamType::boolean: json_.value(args_.flag(index)); return;
            case ParamType::choice:
                json_.value(words_of(param.choices)[static_cast<size_t>(args_.integer(index))]);
                return;
            case ParamType::rate: json_.raw(decimal_of(args_.ratio(index))); return;
            case ParamType::sizes:
            case ParamType::kept_sizes: return sizes(index);
            case ParamType::scales: return scales(index);
            case ParamType::padding: return padding(index);
            case ParamType::shape: return shape(index);
            case ParamType::axis: return axis(number(index, param));
            case ParamType::order: return order(index);
        }
    }

  private:
    int64_t number(int index, const Param& param) const {
        bool derived = !args_.has(index) && param.fallback == Fallback::derived;
        return derived ? param.derive(args_, input_) : args_.integer(index);
    }

    void sizes(int index) {
        json_.open_row();
        for (int axis = 0; axis < input_.rank; ++axis) {
            int64_t size = args_.size(index, axis);
            size == kept ? json_.null() : json_.value(size);
        }
        json_.close_row();
    }

    void scales(int index) {
        json_.open_row();
        for (int axis = 0; axis < input_.rank; ++axis) json_.raw(decimal_of(args_.ratio(index, axis)));
        json_.close_row();
    }

    void padding(int index) {
        Padding padding = args_.padding(index, input_.rank);
        if (padding.mode != PaddingMode::given) {
            json_.value(words_of(padding_words)[static_cast<size_t>(padding.mode)]);
            return;
        }
        json_.open_row();
        for (int axis = 0; axis < input_.rank; ++axis) {
            json_.open_row().value(padding.before[axis]).value(padding.after[axis]).close_row();
        }
        json_.close_row();
    }

    // A shape, an axis and an order stand in the spec's layout; the report may be in the other.
    void shape(int index) {
        Shape shape = shape_of(args_.numbers(index), args_.layout());
        json_.open_row();
        for (int64_t size : sizes_of(shape, layout_)) json_.value(size);
        json_.close_row();
    }

    int64_t shown_axis(int64_t axis) const {
        return axis_in(layout_, input_.rank, axis_of(static_cast<int>(axis), input_.rank, args_.layout()));
    }

    void axis(int64_t axis) { axis == channels_axis ? json_.value("channels") : json_.value(shown_axis(axis)); }

    void order(int index) {
        auto written = args_.numbers(index);
        json_.open_row();
        for (int shown = 0; shown <= input_.rank; ++shown) {
            int at = axis_in(args_.layout(), input_.rank, axis_of(shown, input_.rank, layout_));
            json_.value(shown_axis(written[at]));
        }
        json_.close_row();
    }

    const Node& node_;
    Args args_;
    Shape input_;
    Layout layout_;
    JsonWriter& json_;
};

}  // namespace

void write_args(const Study& study, uint32_t node, Layout layout, JsonWriter& json) {
    ArgsWriter(study, node, layout, json).write();
}

void write_arg(const Study& study, uint32_t node, int param, Layout layout, JsonWriter& json) {
    ArgsWriter(study, node, layout, json).value(param);
}

}  // namespace nnshape

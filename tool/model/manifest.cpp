#include "model/manifest.hpp"

namespace postern {

Model Manifest::model_on(Backend backend) const {
  switch (model.value) {
    case DeclaredModel::ipc: return Model::ipc;
    case DeclaredModel::sfn: return Model::sfn;
    case DeclaredModel::dual: return backend == Backend::ipc ? Model::ipc : Model::sfn;
  }
  return Model::ipc;
}

}  // namespace postern
